// State of one CPU device: its threads, the oneDNN primitives made so far, and workspaces.
#pragma once

#include <cstddef>
#include <dnnl.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "thread_pool.h"

namespace echodc::cpu {

// Memory aligned for vector loads that grows when asked for more and is otherwise reused.
class Workspace {
 public:
  // Memory for `count` values of T; contents undefined, valid until the next call.
  template <typename T>
  T* get(size_t count) {
    return static_cast<T*>(reserve(count * sizeof(T)));
  }

  size_t bytes() const { return bytes_; }

 private:
  void* reserve(size_t bytes);

  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  std::unique_ptr<void, Free> memory_;
  size_t bytes_ = 0;
};

// What results need be exact to. All numbers are multiplied and summed up in float32; bfloat16
// allows algorithms whose errors are small beside those of rounding factors to BF16.
enum class Precision { float32, bfloat16 };

class Context {
 public:
  explicit Context(int threads, Precision precision = Precision::float32);

  int threads() const { return threads_; }
  Precision precision() const { return precision_; }
  const dnnl::engine& engine() const { return engine_; }

  // A oneDNN stream for the given worker thread.
  dnnl::stream& stream(int thread) { return streams_[thread]; }

  // A named workspace, shared or of one worker thread; operations do not overlap in time, so the
  // same name may serve several of them.
  Workspace& shared(const std::string& name) { return shared_[name]; }
  Workspace& local(const std::string& name, int thread) { return local_[thread][name]; }

  // The object stored under the key, made on first use: oneDNN primitives and what belongs to them.
  // The maker runs with oneDNN told to plan for one thread, because each image is computed by one.
  template <typename T>
  T& cached(const std::string& key, const std::function<std::unique_ptr<T>()>& make) {
    auto found = cache_.find(key);
    if (found == cache_.end()) {
      const OneOpenMpThread alone;
      found = cache_.emplace(key, std::shared_ptr<T>(make())).first;
    }
    return *static_cast<T*>(found->second.get());
  }

  // Calls body(item, thread) for every item in [0, items), spread over the threads; see
  // ThreadPool::run. What an item writes must not depend on the thread that does it.
  void parallelFor(int64_t items, const std::function<void(int64_t item, int thread)>& body) {
    pool_.run(items, body);
  }

  // Calls body(begin, count) for consecutive pieces that make up [0, elements), spread over the
  // threads. The pieces depend on the number of elements alone.
  void parallelForPieces(int64_t elements,
                         const std::function<void(int64_t begin, int64_t count)>& body);

  // Bytes held by workspaces.
  size_t workspaceBytes() const;

 private:
  int threads_;
  Precision precision_;
  dnnl::engine engine_;
  std::vector<dnnl::stream> streams_;
  std::map<std::string, Workspace> shared_;
  std::vector<std::map<std::string, Workspace>> local_;
  std::map<std::string, std::shared_ptr<void>> cache_;
  ThreadPool pool_;
};

}  // namespace echodc::cpu
