// JNI entry points: CpuLibrary.java's native methods, each a call of one operation.
//
// The header that javac wrote is included, so a signature that differs from Java's does not
// compile. No C++ exception crosses this file: guarded() turns it into
// org.echodc.device.DeviceException. Nor does the end of the process cross an operation: what calls
// oneDNN is guarded() too.
#include <jvmti.h>

#include <algorithm>
#include <dnnl.hpp>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "context.h"
#include "exit_gate.h"
#include "memory.h"
#include "operations.h"
#include "org_echodc_device_cpu_CpuLibrary.h"
#include "simd/dispatch.h"

namespace {

using namespace echodc::cpu;
using echodc::AugmentationRow;
using echodc::MmdKernel;
using echodc::RandomKey;

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
Activations activations(jlong address, jboolean bfloat16) {
  return bfloat16 == JNI_TRUE ? Activations(at<Bfloat16>(address)) : Activations(floats(address));
}
Context& context(jlong address) { return *at<Context>(address); }

// Copies of Java arrays; empty with a pending Java exception if there is no memory.
std::vector<float> copyOf(JNIEnv* env, jfloatArray array) {
  std::vector<float> copy(env->GetArrayLength(array));
  env->GetFloatArrayRegion(array, 0, static_cast<jsize>(copy.size()), copy.data());
  return copy;
}

std::vector<jint> copyOf(JNIEnv* env, jintArray array) {
  std::vector<jint> copy(env->GetArrayLength(array));
  env->GetIntArrayRegion(array, 0, static_cast<jsize>(copy.size()), copy.data());
  return copy;
}

RandomKey randomKey(jlong seed, jint purpose, jlong step, jint period) {
  return echodc::keyAtStep(seed, purpose, *ints(step), period);
}

Normalization normalization(JNIEnv* env, jfloatArray mean, jfloatArray std) {
  return {copyOf(env, mean), copyOf(env, std)};
}

ImageShape imageShape(jint height, jint width, const Normalization& normalization) {
  return {height, width, static_cast<int>(normalization.mean.size())};
}

}  // namespace

// The long names that JNI gives its functions, spelled once.
#define NATIVE(type, name) JNIEXPORT type JNICALL Java_org_echodc_device_cpu_CpuLibrary_##name

extern "C" {

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void*) {
  closeGateAtDeath(vm);
  return JNI_VERSION_1_8;
}

NATIVE(jlong, createContext)(JNIEnv* env, jclass, jint threads) {
  return guarded(env, "start cpu device",
                 [&] { return reinterpret_cast<jlong>(new Context(threads)); });
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

NATIVE(void, fillFloats)(JNIEnv*, jclass, jlong dst, jlong elements, jfloat value) {
  std::fill_n(floats(dst), elements, value);
}

NATIVE(void, fillInts)(JNIEnv*, jclass, jlong dst, jlong elements, jint value) {
  std::fill_n(ints(dst), elements, value);
}

NATIVE(void, advance)(JNIEnv*, jclass, jlong step) { ++*ints(step); }

NATIVE(void, initialize)
(JNIEnv* env, jclass, jlong handle, jlong seed, jint purpose, jlong step, jint period,
 jintArray sizes, jfloatArray lows, jfloatArray highs, jlong dst) {
  guarded(env, "initialize", [&] {
    const auto size = copyOf(env, sizes);
    const auto low = copyOf(env, lows);
    const auto high = copyOf(env, highs);
    std::vector<UniformSegment> segments;
    for (size_t i = 0; i < size.size(); ++i) segments.push_back({size[i], low[i], high[i]});
    initialize(context(handle), randomKey(seed, purpose, step, period), segments, floats(dst));
  });
}

NATIVE(void, sample)
(JNIEnv* env, jclass, jlong handle, jlong seed, jint purpose, jlong step, jint period, jlong bounds,
 jint groups, jint first, jint count, jlong dst) {
  guarded(env, "sample", [&] {
    sample(context(handle), randomKey(seed, purpose, step, period), ints(bounds), groups, first,
           count, ints(dst));
  });
}

NATIVE(void, drawAugmentation)
(JNIEnv* env, jclass, jlong handle, jlong seed, jint purpose, jlong step, jint period, jint policy,
 jint imageSize, jint groups, jlong dst) {
  guarded(env, "drawAugmentation", [&] {
    drawAugmentation(context(handle), randomKey(seed, purpose, step, period),
                     static_cast<unsigned>(policy), imageSize, groups, at<AugmentationRow>(dst));
  });
}

NATIVE(void, gather)
(JNIEnv* env, jclass, jlong handle, jint height, jint width, jfloatArray mean, jfloatArray std,
 jlong bytes, jlong values, jint images, jlong indices, jint count, jlong table, jint rows,
 jlong dst) {
  guarded(env, "gather", [&] {
    const Normalization norm = normalization(env, mean, std);
    gather(context(handle), imageShape(height, width, norm),
           {at<const uint8_t>(bytes), floats(values), images}, norm, ints(indices), count,
           {at<const AugmentationRow>(table), rows}, floats(dst));
  });
}

NATIVE(void, gatherLabels)
(JNIEnv* env, jclass, jlong handle, jlong values, jint count, jlong indices, jlong picks,
 jlong dst) {
  guarded(env, "gatherLabels", [&] {
    gatherLabels(context(handle), ints(values), count, ints(indices), picks, ints(dst));
  });
}

NATIVE(void, decode)
(JNIEnv* env, jclass, jlong handle, jint height, jint width, jfloatArray mean, jfloatArray std,
 jint storedImages, jint ipc, jint factor, jlong stored, jlong selection, jint count, jlong table,
 jint rows, jlong dst) {
  guarded(env, "decode", [&] {
    const Normalization norm = normalization(env, mean, std);
    decode(context(handle), imageShape(height, width, norm), {storedImages, ipc, factor},
           floats(stored), ints(selection), count, norm, {at<const AugmentationRow>(table), rows},
           floats(dst));
  });
}

NATIVE(void, decodeBackward)
(JNIEnv* env, jclass, jlong handle, jint height, jint width, jfloatArray mean, jfloatArray std,
 jint storedImages, jint ipc, jint factor, jlong dstGradient, jlong selection, jint count,
 jlong table, jint rows, jlong storedGradient) {
  guarded(env, "decodeBackward", [&] {
    const Normalization norm = normalization(env, mean, std);
    decodeBackward(context(handle), imageShape(height, width, norm), {storedImages, ipc, factor},
                   floats(dstGradient), ints(selection), count, norm,
                   {at<const AugmentationRow>(table), rows}, floats(storedGradient));
  });
}

NATIVE(void, cutMix)
(JNIEnv* env, jclass, jlong handle, jlong seed, jint purpose, jlong step, jint period,
 jfloat probability, jint height, jint width, jint channels, jint batch, jlong src, jlong labels,
 jlong dst, jlong partners, jlong weight) {
  guarded(env, "cutMix", [&] {
    cutMix(context(handle), randomKey(seed, purpose, step, period), probability,
           {height, width, channels}, batch, floats(src), ints(labels), floats(dst), ints(partners),
           floats(weight));
  });
}

NATIVE(void, convBlockForward)
(JNIEnv* env, jclass, jlong handle, jint batch, jint height, jint width, jint inputs, jint outputs,
 jint padding, jlong weight, jlong scale, jlong shift, jlong src, jboolean srcBfloat16, jlong dst,
 jboolean dstBfloat16, jint savedImages, jlong convolution, jboolean convolutionBfloat16,
 jlong mean, jlong inverseStd) {
  guarded(env, "convBlockForward", [&] {
    convBlockForward(context(handle), {batch, {height, width, inputs}, outputs, padding},
                     {floats(weight), floats(scale), floats(shift)}, activations(src, srcBfloat16),
                     activations(dst, dstBfloat16),
                     {savedImages, activations(convolution, convolutionBfloat16), floats(mean),
                      floats(inverseStd)});
  });
}

NATIVE(void, convBlockBackward)
(JNIEnv* env, jclass, jlong handle, jint batch, jint height, jint width, jint inputs, jint outputs,
 jint padding, jlong weight, jlong scale, jlong shift, jlong convolution,
 jboolean convolutionBfloat16, jlong mean, jlong inverseStd, jlong dstGradient,
 jboolean dstGradientBfloat16, jlong srcGradient, jboolean srcGradientBfloat16, jlong src,
 jlong weightGradient, jlong scaleGradient, jlong shiftGradient) {
  guarded(env, "convBlockBackward", [&] {
    convBlockBackward(
        context(handle), {batch, {height, width, inputs}, outputs, padding},
        {floats(weight), floats(scale), floats(shift)},
        {batch, activations(convolution, convolutionBfloat16), floats(mean), floats(inverseStd)},
        activations(dstGradient, dstGradientBfloat16),
        {activations(srcGradient, srcGradientBfloat16), floats(src), floats(weightGradient),
         floats(scaleGradient), floats(shiftGradient)});
  });
}

NATIVE(void, convolutionForward)
(JNIEnv* env, jclass, jlong handle, jint batch, jint height, jint width, jint inputs, jint outputs,
 jint kernel, jint stride, jint padding, jlong weight, jlong src, jlong dst) {
  guarded(env, "convolutionForward", [&] {
    convolutionForward(context(handle),
                       {batch, {height, width, inputs}, outputs, kernel, stride, padding},
                       floats(weight), floats(src), floats(dst));
  });
}

NATIVE(void, convolutionBackwardInput)
(JNIEnv* env, jclass, jlong handle, jint batch, jint height, jint width, jint inputs, jint outputs,
 jint kernel, jint stride, jint padding, jlong weight, jlong dstGradient, jlong srcGradient) {
  guarded(env, "convolutionBackwardInput", [&] {
    convolutionBackwardInput(context(handle),
                             {batch, {height, width, inputs}, outputs, kernel, stride, padding},
                             floats(weight), floats(dstGradient), floats(srcGradient));
  });
}

NATIVE(void, convolutionBackwardWeight)
(JNIEnv* env, jclass, jlong handle, jint batch, jint height, jint width, jint inputs, jint outputs,
 jint kernel, jint stride, jint padding, jlong src, jlong dstGradient, jlong weightGradient) {
  guarded(env, "convolutionBackwardWeight", [&] {
    convolutionBackwardWeight(context(handle),
                              {batch, {height, width, inputs}, outputs, kernel, stride, padding},
                              floats(src), floats(dstGradient), floats(weightGradient));
  });
}

NATIVE(void, instanceNormForward)
(JNIEnv* env, jclass, jlong handle, jint batch, jint height, jint width, jint channels, jlong scale,
 jlong shift, jboolean relu, jlong src, jlong dst, jlong mean, jlong inverseStd) {
  guarded(env, "instanceNormForward", [&] {
    instanceNormForward(context(handle), batch, {height, width, channels},
                        {floats(scale), floats(shift), relu == JNI_TRUE}, floats(src), floats(dst),
                        floats(mean), floats(inverseStd));
  });
}

NATIVE(void, instanceNormBackward)
(JNIEnv* env, jclass, jlong handle, jint batch, jint height, jint width, jint channels, jlong scale,
 jlong shift, jboolean relu, jlong src, jlong mean, jlong inverseStd, jlong dstGradient,
 jlong srcGradient, jlong scaleGradient, jlong shiftGradient) {
  guarded(env, "instanceNormBackward", [&] {
    instanceNormBackward(context(handle), batch, {height, width, channels},
                         {floats(scale), floats(shift), relu == JNI_TRUE}, floats(src),
                         floats(mean), floats(inverseStd), floats(dstGradient), floats(srcGradient),
                         floats(scaleGradient), floats(shiftGradient));
  });
}

NATIVE(void, averagePoolForward)
(JNIEnv* env, jclass, jlong handle, jint batch, jint height, jint width, jint channels, jlong src,
 jlong dst) {
  guarded(env, "averagePoolForward", [&] {
    averagePoolForward(context(handle), batch, {height, width, channels}, floats(src), floats(dst));
  });
}

NATIVE(void, averagePoolBackward)
(JNIEnv* env, jclass, jlong handle, jint batch, jint height, jint width, jint channels,
 jlong dstGradient, jlong srcGradient) {
  guarded(env, "averagePoolBackward", [&] {
    averagePoolBackward(context(handle), batch, {height, width, channels}, floats(dstGradient),
                        floats(srcGradient));
  });
}

NATIVE(void, add)
(JNIEnv* env, jclass, jlong handle, jlong elements, jlong left, jlong right, jlong dst) {
  guarded(env, "add",
          [&] { add(context(handle), elements, floats(left), floats(right), floats(dst)); });
}

NATIVE(void, linearForward)
(JNIEnv* env, jclass, jlong handle, jint batch, jint inputs, jint outputs, jlong weight, jlong bias,
 jlong src, jlong dst) {
  guarded(env, "linearForward", [&] {
    linearForward(context(handle), {batch, inputs, outputs}, floats(weight), floats(bias),
                  floats(src), floats(dst));
  });
}

NATIVE(void, linearBackward)
(JNIEnv* env, jclass, jlong handle, jint batch, jint inputs, jint outputs, jlong weight, jlong src,
 jlong dstGradient, jlong srcGradient, jlong weightGradient, jlong biasGradient) {
  guarded(env, "linearBackward", [&] {
    linearBackward(context(handle), {batch, inputs, outputs}, floats(weight), floats(src),
                   floats(dstGradient), floats(srcGradient), floats(weightGradient),
                   floats(biasGradient));
  });
}

NATIVE(void, softmaxCrossEntropy)
(JNIEnv* env, jclass, jlong handle, jint batch, jint classes, jlong logits, jlong labels,
 jlong partners, jlong weight, jlong loss, jlong gradient) {
  guarded(env, "softmaxCrossEntropy", [&] {
    softmaxCrossEntropy(context(handle), batch, classes, floats(logits),
                        {ints(labels), ints(partners), floats(weight)}, floats(loss),
                        floats(gradient));
  });
}

NATIVE(void, countCorrect)
(JNIEnv* env, jclass, jlong handle, jint batch, jint classes, jlong logits, jlong labels,
 jlong correct) {
  guarded(env, "countCorrect", [&] {
    countCorrect(context(handle), batch, classes, floats(logits), ints(labels), ints(correct));
  });
}

NATIVE(void, mmd)
(JNIEnv* env, jclass, jlong handle, jboolean fused, jint kernel, jint classes, jint synthetic,
 jint real, jint dimensions, jlong syntheticFeatures, jlong realFeatures, jlong gradient,
 jlong loss) {
  guarded(env, "mmd", [&] {
    const auto run = fused == JNI_TRUE ? mmdFused : mmdUnfused;
    run(context(handle), static_cast<MmdKernel>(kernel), {classes, synthetic, real, dimensions},
        floats(syntheticFeatures), floats(realFeatures), floats(gradient), floats(loss));
  });
}

NATIVE(void, sgdStep)
(JNIEnv* env, jclass, jlong handle, jfloat learningRate, jfloat momentum, jfloat weightDecay,
 jboolean clamp, jfloat low, jfloat high, jlong elements, jlong parameters, jlong gradient,
 jlong velocity) {
  guarded(env, "sgdStep", [&] {
    sgdStep(context(handle), {learningRate, momentum, weightDecay, clamp == JNI_TRUE, low, high},
            elements, floats(parameters), floats(gradient), floats(velocity));
  });
}

}  // extern "C"
