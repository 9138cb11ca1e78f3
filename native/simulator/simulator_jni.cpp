// What org.echodc.device.cuda.Simulator asks of the simulated driver.
#include <jni.h>

#include <map>
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

JNIEXPORT jlong JNICALL Java_org_echodc_device_cuda_Simulator_counter(JNIEnv* env, jclass,
                                                                      jstring name) {
  const auto& driver = simulator();
  const auto& c = driver.counters;
  const std::map<std::string, long long> counters = {
      {"launches", c.launches},
      {"kernels", c.kernels},
      {"graphLaunches", c.graphLaunches},
      {"allocations", c.allocations},
      {"frees", c.frees},
      {"hostCopies", c.hostCopies},
      {"synchronizations", c.synchronizations},
      {"liveBytes", static_cast<long long>(driver.memory.liveBytes())},
      {"peakBytes", static_cast<long long>(driver.memory.peakBytes())},
      {"libraryCalls", c.libraryCalls},
      {"tensorCoreCalls", c.tensorCoreCalls},
      {"algorithmSearches", c.algorithmSearches},
  };
  const auto found = counters.find(text(env, name));
  if (found != counters.end()) return found->second;
  env->ThrowNew(env->FindClass("java/lang/IllegalArgumentException"),
                ("the simulated driver has no counter '" + text(env, name) + "'").c_str());
  return 0;
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
