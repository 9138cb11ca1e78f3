#include "conv_primitives.h"

#include <algorithm>
#include <memory>
#include <string>

namespace echodc::cpu {

namespace {

using dnnl::memory;

// Names short enough for std::string to hold without allocation.
constexpr const char* kScratchpadNames[] = {"scratchpad f", "scratchpad i", "scratchpad w"};
constexpr const char* kPackedNames[] = {"packed f", "packed i", "packed w"};

constexpr memory::data_type kFloat = memory::data_type::f32;

// A pass of the convolution as oneDNN describes it.
struct Descriptors {
  explicit Descriptors(const ConvolutionShape& s)
      : src(images(s.batch, s.src)),
        dst(images(s.batch, s.dst())),
        weight(weightDims(s), kFloat, memory::format_tag::hwio),
        anyWeight(weightDims(s), kFloat, memory::format_tag::any),
        strides{s.stride, s.stride},
        padding{s.padding, s.padding} {
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  }

  static memory::desc images(int count, const ImageShape& shape) {
    return {{count, shape.channels, shape.height, shape.width}, kFloat, memory::format_tag::nhwc};
  }

  static memory::dims weightDims(const ConvolutionShape& s) {
    return {s.outputChannels, s.src.channels, s.kernel, s.kernel};
  }

  dnnl::convolution_forward::primitive_desc forward(const dnnl::engine& engine) const {
    return dnnl::convolution_forward::primitive_desc(
        engine, dnnl::prop_kind::forward_training, dnnl::algorithm::convolution_direct, src,
        anyWeight, dst, strides, padding, padding, attributes);
  }

  // Of a gradient, which oneDNN plans with the forward pass as a hint.
  template <typename Gradient>
  typename Gradient::primitive_desc gradient(const dnnl::engine& engine) const {
    return typename Gradient::primitive_desc(engine, dnnl::algorithm::convolution_direct, src,
                                             anyWeight, dst, strides, padding, padding,
                                             forward(engine), attributes);
  }

  memory::desc src, dst, weight, anyWeight;
  memory::dims strides, padding;
  dnnl::primitive_attr attributes;
};

std::string keyOf(const ConvolutionShape& s, ConvolutionPass pass) {
  std::string key = "convolution";
  for (const int number : {static_cast<int>(pass), s.batch, s.src.height, s.src.width,
                           s.src.channels, s.outputChannels, s.kernel, s.stride, s.padding})
    key += ' ' + std::to_string(number);
  return key;
}

}  // namespace

DirectConvolution& DirectConvolution::get(Context& context, const ConvolutionShape& shape,
                                          ConvolutionPass pass) {
  DirectConvolution& found = context.cached<DirectConvolution>(keyOf(shape, pass), [&] {
    return std::make_unique<DirectConvolution>(context, shape, pass);
  });
  for (int thread = 0; thread < context.threads(); ++thread) {
    Workspace& scratchpad = context.local(kScratchpadNames[static_cast<int>(pass)], thread);
    found.threads_[thread].scratchpad.set_data_handle(
        scratchpad.get<char>(found.scratchpad_.get_size()));
  }
  return found;
}

DirectConvolution::DirectConvolution(Context& context, const ConvolutionShape& shape,
                                     ConvolutionPass pass)
    : pass_(pass), threads_(context.threads()) {
  const dnnl::engine& engine = context.engine();
  const Descriptors descriptors(shape);
  const auto take = [this](const dnnl::primitive& primitive, const memory::desc& packedWeight,
                           const memory::desc& scratchpad) {
    primitive_ = primitive;
    packedWeight_ = packedWeight;
    scratchpad_ = scratchpad;
  };
  switch (pass) {
    case ConvolutionPass::forward: {
      const auto plan = descriptors.forward(engine);
      take(dnnl::convolution_forward(plan), plan.weights_desc(), plan.scratchpad_desc());
      break;
    }
    case ConvolutionPass::backwardInput: {
      const auto plan = descriptors.gradient<dnnl::convolution_backward_data>(engine);
      take(dnnl::convolution_backward_data(plan), plan.weights_desc(), plan.scratchpad_desc());
      break;
    }
    case ConvolutionPass::backwardWeight: {
      const auto plan = descriptors.gradient<dnnl::convolution_backward_weights>(engine);
      take(dnnl::convolution_backward_weights(plan), plan.diff_weights_desc(),
           plan.scratchpad_desc());
      break;
    }
  }
  weight_ = descriptors.weight;
  if (packedWeight_ != weight_)
    reorder_ = pass == ConvolutionPass::backwardWeight
                   ? dnnl::reorder({engine, packedWeight_, engine, weight_})
                   : dnnl::reorder({engine, weight_, engine, packedWeight_});
  for (ThreadMemory& thread : threads_)
    thread = {memory(descriptors.src, engine, DNNL_MEMORY_NONE),
              memory(packedWeight_, engine, DNNL_MEMORY_NONE),
              memory(descriptors.dst, engine, DNNL_MEMORY_NONE),
              memory(scratchpad_, engine, DNNL_MEMORY_NONE)};
}

int64_t DirectConvolution::packedWeightElements() const {
  return static_cast<int64_t>(packedWeight_.get_size() / sizeof(float));
}

const void* DirectConvolution::packWeight(Context& context, const float* weight) {
  if (packedWeight_ == weight_) return weight;
  void* packed =
      context.shared(kPackedNames[static_cast<int>(pass_)]).get<char>(packedWeight_.get_size());
  reorder(context, weight_, weight, packedWeight_, packed);
  return packed;
}

void DirectConvolution::unpackWeight(Context& context, const float* packed, float* weight) {
  if (packedWeight_ == weight_)
    std::copy_n(packed, packedWeightElements(), weight);
  else
    reorder(context, packedWeight_, packed, weight_, weight);
}

void DirectConvolution::reorder(Context& context, const memory::desc& from, const void* src,
                                const memory::desc& to, void* dst) {
  // Planned for one thread, so run by one.
  context.parallelFor(1, [&](int64_t, int thread) {
    memory source(from, context.engine(), const_cast<void*>(src));
    memory destination(to, context.engine(), dst);
    reorder_.execute(context.stream(thread), source, destination);
  });
}

void DirectConvolution::run(Context& context, int thread, const void* src, const void* packedWeight,
                            const void* dst) {
  const ThreadMemory& own = threads_[thread];
  // oneDNN takes all three as void*; it writes only the pass's result.
  own.src.set_data_handle(const_cast<void*>(src));
  own.weight.set_data_handle(const_cast<void*>(packedWeight));
  own.dst.set_data_handle(const_cast<void*>(dst));
  const bool differentiatesSrc = pass_ == ConvolutionPass::backwardInput;
  const bool differentiatesWeight = pass_ == ConvolutionPass::backwardWeight;
  const bool backward = pass_ != ConvolutionPass::forward;
  // The C interface, because the C++ one builds a hash map for every call.
  const dnnl_exec_arg_t arguments[] = {
      {differentiatesSrc ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, own.src.get()},
      {differentiatesWeight ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, own.weight.get()},
      {backward ? DNNL_ARG_DIFF_DST : DNNL_ARG_DST, own.dst.get()},
      {DNNL_ARG_SCRATCHPAD, own.scratchpad.get()}};
  dnnl::error::wrap_c_api(
      dnnl_primitive_execute(primitive_.get(), context.stream(thread).get(), 4, arguments),
      "could not execute a convolution");
}

}  // namespace echodc::cpu
