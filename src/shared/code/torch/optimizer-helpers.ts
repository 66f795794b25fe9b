/** What makes an optimizer's class: `start` and `step` as lines of Python, indented as they stand in it. */
interface OptimizerCode {
  readonly doc: string;
  /** The constructor. */
  readonly start: string;
  /** What is read of a group of weights before its steps. */
  readonly group?: string;
  /** The step of one `weight`, which has a gradient. */
  readonly step: string;
}

const optimizer = (name: string, { doc, start, group, step }: OptimizerCode): string =>
  `class ${name}(torch.optim.Optimizer):
    """${doc}"""

${start}

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
${group === undefined ? '' : `${group}\n`}            for weight in group["params"]:
                if weight.grad is None:
                    continue
${step}`;

const BETAS = '            beta1, beta2 = group["betas"]';

/** The number of the step, a mean of gradients, and what the optimizer holds of their `size`. */
const moments = (size: string): string =>
  `                state = self.state[weight]
                steps = state["steps"] = state.get("steps", 0) + 1
                mean, ${size} = (
                    state.setdefault(name, torch.zeros_like(weight)) for name in ("mean", "${size}")
                )
                mean.lerp_(weight.grad, 1 - beta1)`;

/** Optimizers that PyTorch lacks, or has with other steps than ours. */
export const optimizerHelpers = {
  decay: `@torch.no_grad()
def decay(optimizer, part):
    """Draws every weight to 0 by a part of the learning rate (decoupled)."""
    for group in optimizer.param_groups:
        for weight in group["params"]:
            if weight.grad is not None:
                weight.mul_(1 - group["lr"] * part)`,
  Adam: optimizer('Adam', {
    doc: 'As Keras has it: eps is added before the size makes up for its start.',
    start: `    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-7, weight_decay=0.0):
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay}
        super().__init__(parameters, defaults)`,
    group: BETAS,
    step: `${moments('square')}
                square.lerp_(weight.grad.square(), 1 - beta2)
                rate = group["lr"] * math.sqrt(1 - beta2**steps) / (1 - beta1**steps)
                weight.mul_(1 - group["lr"] * group["weight_decay"])
                weight.sub_(rate * mean / (square.sqrt() + group["eps"]))`,
  }),
  Adamax: optimizer('Adamax', {
    doc: 'As Keras has it: eps is added to the largest gradient and not kept with it.',
    start: `    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-7):
        super().__init__(parameters, {"lr": lr, "betas": betas, "eps": eps})`,
    group: BETAS,
    step: `${moments('largest')}
                largest.copy_(torch.maximum(largest * beta2, weight.grad.abs()))
                rate = group["lr"] / (1 - beta1**steps)
                weight.sub_(rate * mean / (largest + group["eps"]))`,
  }),
  RMSprop: optimizer('RMSprop', {
    doc: 'As Keras has it: eps inside the root, and the rate in the moves that momentum keeps.',
    start: `    def __init__(self, parameters, lr, rho=0.9, eps=1e-7, momentum=0.0, centered=False):
        defaults = {"lr": lr, "rho": rho, "eps": eps, "momentum": momentum}
        super().__init__(parameters, {**defaults, "centered": centered})`,
    step: `                state, part = self.state[weight], 1 - group["rho"]
                square, mean, move = (
                    state.setdefault(name, torch.zeros_like(weight))
                    for name in ("square", "mean", "move")
                )
                square.lerp_(weight.grad.square(), part)
                if group["centered"]:
                    mean.lerp_(weight.grad, part)
                size = (square - mean.square() + group["eps"]).sqrt()
                move.mul_(group["momentum"]).add_(group["lr"] * weight.grad / size)
                weight.sub_(move)`,
  }),
  Lion: optimizer('Lion', {
    doc: 'Moves every weight by the same amount, up or down.',
    start: `    def __init__(self, parameters, lr, betas=(0.9, 0.99), weight_decay=0.0):
        defaults = {"lr": lr, "betas": betas, "weight_decay": weight_decay}
        super().__init__(parameters, defaults)`,
    group: BETAS,
    step: `                mean = self.state[weight].setdefault("mean", torch.zeros_like(weight))
                weight.mul_(1 - group["lr"] * group["weight_decay"])
                weight.sub_(group["lr"] * mean.lerp(weight.grad, 1 - beta1).sign())
                mean.lerp_(weight.grad, 1 - beta2)`,
  }),
} as const;
