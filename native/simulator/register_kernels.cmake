# echodc_register_kernels(TARGET a.cu b.cu ...) makes an object library of the sources, compiled for
# the CPU, with every kernel in them registered under its name.
#
# Run as a script, it writes the source that includes one .cu and registers its kernels:
#   cmake -DSOURCE=a.cu -DWRAPPER=a.cpp -DCOMPILER=g++ "-DINCLUDES=dir;dir" -P register_kernels.cmake
cmake_minimum_required(VERSION 3.22)

function(echodc_register_kernels target)
  set(script "${PROJECT_SOURCE_DIR}/native/simulator/register_kernels.cmake")
  set(includes "${PROJECT_SOURCE_DIR}/native/kernels" "${PROJECT_SOURCE_DIR}/native")
  file(GLOB headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/native/kernels/*.cuh"
       "${PROJECT_SOURCE_DIR}/native/shared/*.h")
  foreach(source ${ARGN})
    get_filename_component(name "${source}" NAME_WE)
    set(wrapper "${CMAKE_CURRENT_BINARY_DIR}/${target}/${name}.cpp")
    add_custom_command(
      OUTPUT "${wrapper}"
      DEPENDS "${source}" ${headers} "${script}"
      COMMAND ${CMAKE_COMMAND} "-DSOURCE=${source}" "-DWRAPPER=${wrapper}"
              "-DCOMPILER=${CMAKE_CXX_COMPILER}" "-DINCLUDES=${includes}" -P "${script}"
      VERBATIM)
    list(APPEND wrappers "${wrapper}")
  endforeach()
  add_library(${target} OBJECT ${wrappers})
  target_include_directories(${target} PRIVATE ${includes})
  # Kernels have C names, which must not be mistaken for those of other libraries: libc, for one,
  # has a function `advance`.
  set_target_properties(${target} PROPERTIES CXX_VISIBILITY_PRESET hidden)
  # A GPU's FMA is asked for by name or left to nvcc; here a + b c is what is written.
  # `#pragma unroll` is for nvcc.
  target_compile_options(${target} PRIVATE -ffp-contract=off -Wno-unknown-pragmas)
endfunction()

# Kernels are found as nvcc sees them, in preprocessed text, because macros make some of them.
function(echodc_write_registrations)
  list(TRANSFORM INCLUDES PREPEND -I)
  execute_process(
    COMMAND "${COMPILER}" -std=c++17 -E -P -x c++ -D__CUDACC__ ${INCLUDES} "${SOURCE}"
    OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
  get_filename_component(name "${SOURCE}" NAME_WE)
  set(space "[ \n]+")
  set(bounds "__launch_bounds__\\(([A-Za-z0-9_]+)[^)]*\\)")
  set(kernel "__global__${space}void${space}${bounds}${space}([A-Za-z0-9_]+)\\(")
  string(REGEX MATCHALL "__global__" marks "${text}")
  string(REGEX MATCHALL "${kernel}" kernels "${text}")
  list(LENGTH marks expected)
  list(LENGTH kernels found)
  if(NOT found EQUAL expected OR found EQUAL 0)
    message(FATAL_ERROR "${SOURCE} has ${expected} __global__ functions, of which ${found} read "
                        "`__global__ void __launch_bounds__(threads) name(`: the simulator would "
                        "miss the others")
  endif()
  set(registrations "")
  foreach(match ${kernels})
    string(REGEX REPLACE "${kernel}"
                         "const echodc::simulator::Registration registered_\\2(\"${name}\", \"\\2\", \\2, \\1);\n"
                         registration "${match}")
    string(APPEND registrations "${registration}")
  endforeach()
  file(WRITE "${WRAPPER}"
       "#include \"${SOURCE}\"\n\n#include \"simulator/registry.h\"\n\nnamespace {\n${registrations}}  // namespace\n")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  echodc_write_registrations()
endif()
