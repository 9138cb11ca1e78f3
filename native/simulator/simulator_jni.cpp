// What org.echodc.device.cuda.Simulator asks of the simulated driver.
#include <jni.h>

#include <string>
#include <vector>

#include "simulator.h"

using echodc::simulator::simulator;

namespace {

std::string text(JNIEnv* env, jstring string) {
  const char* characters = env->GetStringUTFChars(string, nullptr);
  std::string copy = characters;
  env->ReleaseStringUTFChars(string, characters);
  return copy;
}

}  // namespace

extern "C" {

JNIEXPORT void JNICALL Java_org_echodc_device_cuda_Simulator_counters(JNIEnv* env, jclass,
                                                                      jlongArray values) {
  const auto& driver = simulator();
  const auto& c = driver.counters;
  const jlong all[] = {c.launches,
                       c.kernels,
                       c.graphLaunches,
                       c.allocations,
                       c.frees,
                       c.hostCopies,
                       c.synchronizations,
                       static_cast<jlong>(driver.memory.liveBytes()),
                       static_cast<jlong>(driver.memory.peakBytes()),
                       c.libraryCalls,
                       c.tensorCoreCalls,
                       c.algorithmSearches};
  env->SetLongArrayRegion(values, 0, sizeof all / sizeof *all, all);
}

JNIEXPORT void JNICALL Java_org_echodc_device_cuda_Simulator_resetCounters(JNIEnv*, jclass) {
  simulator().counters = {};
}

JNIEXPORT void JNICALL Java_org_echodc_device_cuda_Simulator_checkOrders(JNIEnv*, jclass,
                                                                         jboolean check) {
  simulator().checkOrders = check;
}

JNIEXPORT void JNICALL Java_org_echodc_device_cuda_Simulator_execute(JNIEnv*, jclass,
                                                                     jboolean execute) {
  simulator().executing = execute;
}

JNIEXPORT void JNICALL Java_org_echodc_device_cuda_Simulator_setMemory(JNIEnv*, jclass,
                                                                       jlong bytes) {
  simulator().memory.setTotalBytes(static_cast<size_t>(bytes));
}

JNIEXPORT void JNICALL Java_org_echodc_device_cuda_Simulator_setComputeMajor(JNIEnv*, jclass,
                                                                             jint major) {
  simulator().computeMajor = major;
}

JNIEXPORT jobjectArray JNICALL Java_org_echodc_device_cuda_Simulator_kernels(JNIEnv* env, jclass,
                                                                             jstring module) {
  const std::string wanted = text(env, module);
  std::vector<std::string> names;
  for (const auto& [name, kernel] : echodc::simulator::registry())
    if (kernel.module == wanted) names.push_back(name);
  jobjectArray result = env->NewObjectArray(static_cast<jsize>(names.size()),
                                            env->FindClass("java/lang/String"), nullptr);
  for (size_t i = 0; i < names.size(); ++i)
    env->SetObjectArrayElement(result, static_cast<jsize>(i), env->NewStringUTF(names[i].c_str()));
  return result;
}

JNIEXPORT void JNICALL Java_org_echodc_device_cuda_Simulator_plantFault(JNIEnv* env, jclass,
                                                                        jstring kernel,
                                                                        jint fault) {
  simulator().faultyKernel = text(env, kernel);
  simulator().fault = static_cast<echodc::simulator::FragmentFault>(fault);
}

JNIEXPORT jstring JNICALL Java_org_echodc_device_cuda_Simulator_lastError(JNIEnv* env, jclass) {
  return env->NewStringUTF(simulator().lastError.c_str());
}
}
