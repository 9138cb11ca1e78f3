# echodc_register_kernels(TARGET a.cu b.cu ...) makes an object library of the sources, compiled for
# the CPU, with every kernel in them registered under its name.
function(echodc_register_kernels target)
  foreach(source ${ARGN})
    get_filename_component(name "${source}" NAME_WE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
    file(READ "${source}" text)
    string(REGEX MATCHALL
                 "__global__[ \n]+void[ \n]+__launch_bounds__\\([A-Za-z0-9_]+[^)]*\\)[ \n]+[A-Za-z0-9_]+\\("
                 kernels "${text}")
    set(registrations "")
    foreach(kernel ${kernels})
      string(REGEX REPLACE ".*__launch_bounds__\\(([A-Za-z0-9_]+)[^)]*\\)[ \n]+([A-Za-z0-9_]+)\\(.*"
                           "const echodc::simulator::Registration registered_\\2(\"${name}\", \"\\2\", \\2, \\1);\n"
                           registration "${kernel}")
      string(APPEND registrations "${registration}")
    endforeach()
    set(wrapper "${CMAKE_CURRENT_BINARY_DIR}/${target}/${name}.cpp")
    file(CONFIGURE OUTPUT "${wrapper}" CONTENT "#include \"${source}\"\n\n#include \"${PROJECT_SOURCE_DIR}/native/simulator/registry.h\"\n\nnamespace {\n${registrations}}  // namespace\n" @ONLY)
    list(APPEND wrappers "${wrapper}")
  endforeach()
  add_library(${target} OBJECT ${wrappers})
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/native/kernels"
                                               "${PROJECT_SOURCE_DIR}/native")
  # Kernels have C names, which must not be mistaken for those of other libraries: libc, for one,
  # has a function `advance`.
  set_target_properties(${target} PROPERTIES CXX_VISIBILITY_PRESET hidden)
  # A GPU's FMA is asked for by name or left to nvcc; here a + b c is what is written.
  # `#pragma unroll` is for nvcc.
  target_compile_options(${target} PRIVATE -ffp-contract=off -Wno-unknown-pragmas)
endfunction()
