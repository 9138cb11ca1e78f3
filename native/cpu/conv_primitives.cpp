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

memory::data_type dataType(Factors factors) {
  return factors == Factors::bfloat16 ? memory::data_type::bf16 : kFloat;
}

// A pass of the convolution of one image as oneDNN describes it.
struct Descriptors {
  Descriptors(const ConvolutionShape& s, ConvolutionPass pass, memory::data_type factors)
      : src(image(s.src, pass == ConvolutionPass::backwardInput ? kFloat : factors)),
        dst(image(s.dst(), pass == ConvolutionPass::forward ? kFloat : factors)),
        forwardSrc(image(s.src, factors)),
        weight(weightDims(s), kFloat, memory::format_tag::hwio),
        anyWeight(weightDims(s), factors, memory::format_tag::any),
        strides{s.stride, s.stride},
        padding{s.padding, s.padding} {
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  }

  static memory::desc image(const ImageShape& shape, memory::data_type type) {
    return {{1, shape.channels, shape.height, shape.width}, type, memory::format_tag::nhwc};
  }

  static memory::dims weightDims(const ConvolutionShape& s) {
    return {s.outputChannels, s.src.channels, s.kernel, s.kernel};
  }

  dnnl::convolution_forward::primitive_desc forward(const dnnl::engine& engine) const {
    return {engine,
            dnnl::prop_kind::forward_training,
            dnnl::algorithm::convolution_direct,
            forwardSrc,
            anyWeight,
            dst,
            strides,
            padding,
            padding,
            attributes};
  }

  memory::desc src, dst, forwardSrc, weight, anyWeight;
  memory::dims strides, padding;
  dnnl::primitive_attr attributes;
};

std::string keyOf(const ConvolutionShape& s, ConvolutionPass pass, Factors factors) {
  std::string key = "convolution";
  for (const int number :
       {static_cast<int>(pass), static_cast<int>(factors), s.src.height, s.src.width,
        s.src.channels, s.outputChannels, s.kernel, s.stride, s.padding})
    key += ' ' + std::to_string(number);
  return key;
}

}  // namespace

bool hasBfloat16Products() {
  // Wider instruction sets have all bits of narrower ones.
  constexpr auto wanted = static_cast<unsigned>(dnnl::cpu_isa::avx512_core_bf16);
  return (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) & wanted) == wanted;
}

ImageConvolution& ImageConvolution::get(Context& context, const ConvolutionShape& shape,
                                        ConvolutionPass pass, Factors factors) {
  ImageConvolution& found = context.cached<ImageConvolution>(keyOf(shape, pass, factors), [&] {
    return std::make_unique<ImageConvolution>(context, shape, pass, factors);
  });
  for (int thread = 0; thread < context.threads(); ++thread) {
    Workspace& scratchpad = context.local(kScratchpadNames[static_cast<int>(pass)], thread);
    found.threads_[thread].scratchpad.set_data_handle(
        scratchpad.get<char>(found.scratchpad_.get_size()));
  }
  return found;
}

ImageConvolution::ImageConvolution(Context& context, const ConvolutionShape& shape,
                                   ConvolutionPass pass, Factors factors)
    : pass_(pass), threads_(context.threads()) {
  const dnnl::engine& engine = context.engine();
  const Descriptors descriptors(shape, pass, dataType(factors));
  switch (pass) {
    case ConvolutionPass::forward: {
      const auto plan = descriptors.forward(engine);
      primitive_ = dnnl::convolution_forward(plan);
      packedWeight_ = plan.weights_desc();
      scratchpad_ = plan.scratchpad_desc();
      break;
    }
    case ConvolutionPass::backwardInput: {
      const dnnl::convolution_backward_data::primitive_desc plan(
          engine, dnnl::algorithm::convolution_direct, descriptors.src, descriptors.anyWeight,
          descriptors.dst, descriptors.strides, descriptors.padding, descriptors.padding,
          descriptors.forward(engine), descriptors.attributes);
      primitive_ = dnnl::convolution_backward_data(plan);
      packedWeight_ = plan.weights_desc();
      scratchpad_ = plan.scratchpad_desc();
      break;
    }
    case ConvolutionPass::backwardWeight: {
      const dnnl::convolution_backward_weights::primitive_desc plan(
          engine, dnnl::algorithm::convolution_direct, descriptors.src, descriptors.anyWeight,
          descriptors.dst, descriptors.strides, descriptors.padding, descriptors.padding,
          descriptors.forward(engine), descriptors.attributes);
      primitive_ = dnnl::convolution_backward_weights(plan);
      packedWeight_ = plan.diff_weights_desc();
      scratchpad_ = plan.scratchpad_desc();
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

int64_t ImageConvolution::packedWeightElements() const {
  return static_cast<int64_t>(packedWeight_.get_size() / sizeof(float));
}

const void* ImageConvolution::packWeight(Context& context, const float* weight) {
  if (packedWeight_ == weight_) return weight;
  void* packed =
      context.shared(kPackedNames[static_cast<int>(pass_)]).get<char>(packedWeight_.get_size());
  reorder(context, weight_, weight, packedWeight_, packed);
  return packed;
}

void ImageConvolution::unpackWeight(Context& context, const float* packed, float* weight) {
  if (packedWeight_ == weight_)
    std::copy_n(packed, packedWeightElements(), weight);
  else
    reorder(context, packedWeight_, packed, weight_, weight);
}

void ImageConvolution::reorder(Context& context, const memory::desc& from, const void* src,
                               const memory::desc& to, void* dst) {
  // Planned for one thread, so run by one.
  context.parallelFor(1, [&](int64_t, int thread) {
    memory source(from, context.engine(), const_cast<void*>(src));
    memory destination(to, context.engine(), dst);
    reorder_.execute(context.stream(thread), source, destination);
  });
}

void ImageConvolution::run(Context& context, int thread, const void* src, const void* packedWeight,
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
