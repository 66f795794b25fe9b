import { augmentationHelpers } from './augmentation-helpers.ts';
import { optimizerHelpers } from './optimizer-helpers.ts';

/** What PyTorch lacks and a network's code brings along, where a layer of it wants that. */
export const helpers = {
  ...augmentationHelpers,
  ...optimizerHelpers,
  MultiHeadAttention: `class MultiHeadAttention(nn.Module):
    """Heads of a width of their own; nn.MultiheadAttention ties it to the query's."""

    def __init__(
        self,
        query,
        value,
        key,
        heads,
        key_dim,
        value_dim,
        bias=True,
        dropout=0.0,
        causal=False,
    ):
        super().__init__()
        self.heads, self.dropout, self.causal = heads, dropout, causal
        self.query = nn.Linear(query, heads * key_dim, bias)
        self.key = nn.Linear(key, heads * key_dim, bias)
        self.value = nn.Linear(value, heads * value_dim, bias)
        self.output = nn.Linear(heads * value_dim, query, bias)

    def forward(self, query, value, key, mask=None):
        return self.attend(*self.project(query, value, key), mask)

    def project(self, query, value, key):
        return self.query(query), self.key(key), self.value(value)

    def attend(self, query, key, value, mask=None):
        query, key, value = (
            x.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for x in (query, key, value)
        )
        dropout = self.dropout if self.training else 0.0
        causal = self.causal and mask is None
        if mask is not None:
            if self.causal:
                mask = mask & mask.new_ones(query.shape[-2], key.shape[-2]).tril()
            # Where no step may be looked at, all are alike.
            mask = (mask.float().unsqueeze(1) - 1) * 1e9
        attended = F.scaled_dot_product_attention(
            query, key, value, mask, dropout_p=dropout, is_causal=causal
        )
        return self.output(attended.transpose(1, 2).flatten(2))`,
  sinusoidal: `def sinusoidal(steps, width):
    """Waves of many lengths: sine and cosine in turns."""
    i = torch.arange(width)
    angle = torch.arange(steps)[:, None] * 10000.0 ** (-(2 * (i // 2)) / width)
    return torch.where(i % 2 == 0, angle.sin(), angle.cos())`,
  Recurrent: `class Recurrent(nn.Module):
    """nn.RNN, nn.LSTM or nn.GRU step by step, with what these do not have."""

    def __init__(
        self,
        kind,
        inputs,
        units,
        activation=torch.tanh,
        gate=torch.sigmoid,
        reset_after=True,
        dropout=0.0,
        recurrent_dropout=0.0,
        bias=True,
        bidirectional=False,
    ):
        super().__init__()
        self.kind, self.units, self.bias = kind, units, bias
        self.activation, self.gate, self.reset_after = activation, gate, reset_after
        self.dropout, self.recurrent_dropout = dropout, recurrent_dropout
        self.suffixes = ["_l0", "_l0_reverse"] if bidirectional else ["_l0"]
        usual = kind(inputs, units, bias=bias, bidirectional=bidirectional)
        for name, weight in usual.named_parameters():
            self.register_parameter(name, weight)

    def forward(self, x, start=None, mask=None):
        lstm = self.kind is nn.LSTM
        if start is None:
            zeros = x.new_zeros(len(self.suffixes), len(x), self.units)
            start = (zeros, zeros)
        if mask is None:
            mask = torch.ones(x.shape[:2], dtype=torch.bool)
        hidden, cells = start if isinstance(start, tuple) else (start, start)
        runs = []
        for suffix, h, c in zip(self.suffixes, hidden, cells):
            if suffix == "_l0":
                runs.append(self.run(x, mask, h, c, suffix))
            else:
                steps, h, c = self.run(x.flip(1), mask.flip(1), h, c, suffix)
                runs.append((steps.flip(1), h, c))
        steps, hidden, cells = zip(*runs)
        hidden, cells = torch.stack(hidden), torch.stack(cells)
        return torch.cat(steps, dim=-1), (hidden, cells) if lstm else hidden

    def run(self, x, mask, h, c, suffix):
        weights = getattr(self, "weight_ih" + suffix)
        kept = getattr(self, "weight_hh" + suffix)
        gates = len(kept) // self.units
        bias = getattr(self, "bias_ih" + suffix) if self.bias else None
        x = x * F.dropout(torch.ones_like(x[:, :1]), self.dropout, self.training)
        ones = x.new_ones(gates, len(x), self.units)
        drops = F.dropout(ones, self.recurrent_dropout, self.training)
        rows = kept.chunk(gates)
        offsets = [None] * gates
        if self.bias:
            offsets = getattr(self, "bias_hh" + suffix).chunk(gates)
        steps, y = [], torch.zeros_like(h)
        for step, shown in zip(x.unbind(dim=1), mask.unsqueeze(-1).unbind(dim=1)):
            before = h, c
            given = F.linear(step, weights, bias).chunk(gates, dim=-1)
            own = [F.linear(h * drop, *of) for drop, *of in zip(drops, rows, offsets)]
            if self.kind is nn.LSTM:
                i, f, g, o = (a + b for a, b in zip(given, own))
                c = self.gate(f) * c + self.gate(i) * self.activation(g)
                h = self.gate(o) * self.activation(c)
            elif self.kind is nn.GRU:
                reset = self.gate(given[0] + own[0])
                update = self.gate(given[1] + own[1])
                if self.reset_after:
                    new = reset * own[2]
                else:
                    new = F.linear(reset * h * drops[2], rows[2], offsets[2])
                h = update * h + (1 - update) * self.activation(given[2] + new)
            else:
                h = self.activation(given[0] + own[0])
            # A hidden step leaves all as it was.
            y = torch.where(shown, h, y)
            h, c = (torch.where(shown, *both) for both in zip((h, c), before))
            steps.append(y)
        return torch.stack(steps, dim=1), h, c`,
  log_cosh: `def log_cosh(prediction, y):
    """Half the squared difference where it is small, the plain one where it is large."""
    d = prediction - y
    return d + F.softplus(-2 * d) - math.log(2)`,
  focal_loss: `def focal_loss(logits, y, gamma=2.0, alpha=0.25, label_smoothing=0.0):
    """Cross-entropy that hardly counts rows that are right already."""
    classes = logits.shape[-1]
    wanted = F.one_hot(y, classes) * (1 - label_smoothing) + label_smoothing / classes
    logs = F.log_softmax(logits, dim=-1)
    missing = (1 - logs.exp()).clamp_min(1e-7)
    return -alpha * (missing**gamma * logs * wanted).sum(dim=-1)`,
  binary_focal_loss: `def binary_focal_loss(logits, y, gamma=2.0, alpha=None):
    """Binary cross-entropy that hardly counts what is right already."""
    p = logits.sigmoid()
    missing = (y + p - 2 * y * p).clamp_min(1e-7)
    cross_entropy = F.binary_cross_entropy_with_logits(logits, y, reduction="none")
    balance = 1.0 if alpha is None else y * alpha + (1 - y) * (1 - alpha)
    return balance * missing**gamma * cross_entropy`,
  categorical_hinge: `def categorical_hinge(prediction, y):
    """Asks the right class to be ahead of every other by 1."""
    wanted = F.one_hot(y, prediction.shape[-1])
    own = (wanted * prediction).sum(dim=-1)
    best = ((1 - wanted) * prediction).amax(dim=-1)
    return (best - own + 1).clamp_min(0)`,
  hinge: `def hinge(prediction, y):
    """Asks each unit to be above 1 for yes and below -1 for no (0 or -1)."""
    sign = torch.where(y == 0, -1.0, y)
    return (1 - sign * prediction).clamp_min(0)`,
  kl_divergence: `def kl_divergence(prediction, y):
    """What is lost by taking the predicted distribution for the target's."""
    y, p = y.clamp(1e-7, 1), prediction.clamp(1e-7, 1)
    return (y * (y / p).log()).sum(dim=-1)`,
  mean_of_steps: `def mean_of_steps(losses, counts):
    """Of each row the mean over the steps that count, and of these the mean."""
    return ((losses * counts).sum(dim=1) / counts.sum(dim=1).clamp_min(1)).mean()`,
  in_top: `def in_top(scores, y, k):
    """Where fewer than k classes are ahead of the right one."""
    own = scores.gather(-1, y.unsqueeze(-1))
    return (scores > own).sum(dim=-1) < k`,
  class_weights: `def class_weights(y, classes):
    """Weights by which all classes count alike; over the rows, their mean is 1."""
    counts = torch.bincount(y.flatten(), minlength=classes)
    present = (counts > 0).sum()
    weights = counts.sum() / (present * counts.clamp_min(1))
    return torch.where(counts > 0, weights, 0.0)`,
  mixup: `def mixup(x, alpha):
    """Each picture mixed with the next one of the batch, and its own share."""
    share = torch.distributions.Beta(alpha, alpha).sample().item()
    share = max(share, 1 - share)
    return share * x + (1 - share) * x.roll(-1, 0), share`,
  cutmix: `def cutmix(x, alpha):
    """Each picture with a window of the next one of the batch, and its own share."""
    share = torch.distributions.Beta(alpha, alpha).sample().item()
    side = math.sqrt(1 - max(share, 1 - share))
    shown = torch.zeros(x.shape[1:3])
    windows = []
    for size in shown.shape:
        middle, half = random.random() * size, side * size / 2
        first, last = max(0, round(middle - half)), min(size, round(middle + half))
        windows.append(slice(first, last))
    shown[tuple(windows)] = 1
    return torch.where(shown[..., None] > 0, x.roll(-1, 0), x), 1 - shown.mean().item()`,
} as const;
export type HelperName = keyof typeof helpers;
