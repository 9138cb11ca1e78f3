package org.echodc.oracle;

import org.echodc.operation.training.Sgd;

/** Stochastic gradient descent with momentum, as PyTorch's {@code torch.optim.SGD} defines it. */
final class SgdOracle {
  private SgdOracle() {}

  /** What a step leaves behind. */
  record State(double[] parameters, double[] velocity) {}

  static State step(Sgd sgd, double[] parameters, double[] gradient, double[] velocity) {
    State next = new State(parameters.clone(), velocity.clone());
    for (int i = 0; i < parameters.length; i++) {
      double descent = gradient[i] + sgd.weightDecay() * parameters[i];
      next.velocity[i] = sgd.momentum() * velocity[i] + descent;
      double moved = parameters[i] - sgd.learningRate() * next.velocity[i];
      next.parameters[i] =
          sgd.range().map(r -> Math.min(Math.max(moved, r.low()), r.high())).orElse(moved);
    }
    return next;
  }
}
