// JNI entry points: CpuLibrary.java's native methods. Operations come through one of them, run();
// call.h has what crosses it.
//
// The headers that javac wrote are included, so a signature or a kind of argument that differs from
// Java's does not compile. No C++ exception crosses this file: guarded() turns it into
// org.echodc.device.DeviceException. Nor does the end of the process cross an operation: what calls
// oneDNN is guarded() too.
#include <jvmti.h>

#include <dnnl.hpp>
#include <new>
#include <stdexcept>
#include <string>

#include "call.h"
#include "context.h"
#include "exit_gate.h"
#include "memory.h"
#include "org_echodc_device_cpu_CpuLibrary.h"
#include "org_echodc_device_cpu_NativeCall.h"
#include "simd/dispatch.h"

namespace {

using namespace echodc::cpu;

void throwDeviceException(JNIEnv* env, const std::string& message) {
  if (env->ExceptionCheck()) return;  // a pending Java exception already says more
  const jclass type = env->FindClass("org/echodc/device/DeviceException");
  if (type != nullptr) env->ThrowNew(type, message.c_str());
}

ExitGate exitGate;

// Closes the gate when all shutdown hooks have run and before exit() is called: sooner, and the
// hooks could not let work end in order; an atexit() handler would run too late, because the static
// variables that oneDNN makes at first use are destroyed before it.
void closeGateAtDeath(JavaVM* vm) {
  jvmtiEnv* events = nullptr;
  if (vm->GetEnv(reinterpret_cast<void**>(&events), JVMTI_VERSION_1_2) != JNI_OK) return;
  jvmtiEventCallbacks callbacks{};
  callbacks.VMDeath = [](jvmtiEnv*, JNIEnv*) { exitGate.close(); };
  events->SetEventCallbacks(&callbacks, sizeof callbacks);
  events->SetEventNotificationMode(JVMTI_ENABLE, JVMTI_EVENT_VM_DEATH, nullptr);
}

// Runs body inside the gate; on a C++ exception leaves a Java one pending and returns a
// value-initialised result.
template <typename Body>
auto guarded(JNIEnv* env, const char* operation, Body body) -> decltype(body()) {
  using Result = decltype(body());
  const ExitGate::Pass pass(exitGate);
  try {
    return body();
  } catch (const CallError& e) {
    throwDeviceException(env, e.what());
  } catch (const dnnl::error& e) {
    throwDeviceException(env, std::string(operation) + ": oneDNN status " +
                                  std::to_string(static_cast<int>(e.status)) + ": " + e.what());
  } catch (const std::bad_alloc&) {
    throwDeviceException(env, std::string(operation) + ": out of memory for its workspace");
  } catch (const std::exception& e) {
    throwDeviceException(env, std::string(operation) + ": " + e.what());
  } catch (...) {
    throwDeviceException(env, std::string(operation) + ": unknown native failure");
  }
  return Result();
}

template <typename T>
T* at(jlong address) {
  return reinterpret_cast<T*>(address);
}

float* floats(jlong address) { return at<float>(address); }
int32_t* ints(jlong address) { return at<int32_t>(address); }
Context& context(jlong address) { return *at<Context>(address); }

// Whether a number of NativeCall.java is that of a kind.
constexpr bool same(int64_t java, Kind kind) { return java == static_cast<int64_t>(kind); }

#define JAVA(name) org_echodc_device_cpu_NativeCall_##name
static_assert(sizeof(Argument) == JAVA(ARGUMENT_BYTES));
static_assert(same(JAVA(ABSENT), Kind::absent));
static_assert(same(JAVA(WHOLE), Kind::whole));
static_assert(same(JAVA(NUMBER), Kind::number));
static_assert(same(JAVA(FLAG), Kind::flag));
static_assert(same(JAVA(LIST), Kind::list));
static_assert(same(JAVA(IN_FLOATS), Kind::inFloats));
static_assert(same(JAVA(IN_BFLOATS), Kind::inBfloats));
static_assert(same(JAVA(IN_INTS), Kind::inInts));
static_assert(same(JAVA(IN_BYTES), Kind::inBytes));
static_assert(same(JAVA(OUT_FLOATS), Kind::outFloats));
static_assert(same(JAVA(OUT_BFLOATS), Kind::outBfloats));
static_assert(same(JAVA(OUT_INTS), Kind::outInts));
static_assert(same(JAVA(OUT_BYTES), Kind::outBytes));
#undef JAVA

}  // namespace

// The long names that JNI gives its functions, spelled once.
#define NATIVE(type, name) JNIEXPORT type JNICALL Java_org_echodc_device_cpu_CpuLibrary_##name

extern "C" {

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void*) {
  closeGateAtDeath(vm);
  return JNI_VERSION_1_8;
}

NATIVE(jlong, createContext)(JNIEnv* env, jclass, jint threads, jboolean bfloat16) {
  return guarded(env, "start cpu device", [&] {
    return reinterpret_cast<jlong>(
        new Context(threads, bfloat16 ? Precision::bfloat16 : Precision::float32));
  });
}

NATIVE(void, destroyContext)(JNIEnv* env, jclass, jlong handle) {
  guarded(env, "close cpu device", [&] { delete at<Context>(handle); });
}

NATIVE(jlong, workspaceBytes)(JNIEnv*, jclass, jlong handle) {
  return static_cast<jlong>(context(handle).workspaceBytes());
}

NATIVE(jstring, isaName)(JNIEnv* env, jclass) {
  return guarded(env, "isaName", [&] { return env->NewStringUTF(isaName(isa())); });
}

NATIVE(jstring, onednnVersion)(JNIEnv* env, jclass) {
  const dnnl_version_t* v = dnnl_version();
  const std::string text =
      std::to_string(v->major) + "." + std::to_string(v->minor) + "." + std::to_string(v->patch);
  return env->NewStringUTF(text.c_str());
}

NATIVE(jlong, allocate)(JNIEnv* env, jclass, jlong bytes) {
  return guarded(env, "allocate", [&] { return reinterpret_cast<jlong>(allocateTensor(bytes)); });
}

NATIVE(void, free)(JNIEnv*, jclass, jlong address) { freeTensor(at<void>(address)); }

NATIVE(void, uploadFloats)(JNIEnv* env, jclass, jfloatArray src, jlong dst) {
  env->GetFloatArrayRegion(src, 0, env->GetArrayLength(src), floats(dst));
}

NATIVE(void, uploadInts)(JNIEnv* env, jclass, jintArray src, jlong dst) {
  env->GetIntArrayRegion(src, 0, env->GetArrayLength(src), ints(dst));
}

NATIVE(void, uploadBytes)(JNIEnv* env, jclass, jbyteArray src, jlong dst) {
  env->GetByteArrayRegion(src, 0, env->GetArrayLength(src), at<jbyte>(dst));
}

NATIVE(void, downloadFloats)(JNIEnv* env, jclass, jlong src, jfloatArray dst) {
  env->SetFloatArrayRegion(dst, 0, env->GetArrayLength(dst), floats(src));
}

NATIVE(void, downloadInts)(JNIEnv* env, jclass, jlong src, jintArray dst) {
  env->SetIntArrayRegion(dst, 0, env->GetArrayLength(dst), ints(src));
}

NATIVE(jint, find)(JNIEnv* env, jclass, jstring name) {
  const char* characters = env->GetStringUTFChars(name, nullptr);
  if (characters == nullptr) return 0;  // no memory: a Java exception is pending
  const std::string copy = characters;
  env->ReleaseStringUTFChars(name, characters);
  return guarded(env, "start cpu device", [&] { return jint{findOperation(copy)}; });
}

NATIVE(void, run)
(JNIEnv* env, jclass, jlong handle, jint operation, jobject arguments, jint count) {
  const auto* first = static_cast<const Argument*>(env->GetDirectBufferAddress(arguments));
  guarded(env, operationName(operation),
          [&] { runOperation(operation, context(handle), first, count); });
}

}  // extern "C"
