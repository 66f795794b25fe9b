/** What PyTorch lacks and a network's code brings along, where a layer of it wants that. */
export const helpers = {
  MultiHeadAttention: `class MultiHeadAttention(nn.Module):
    """Heads of a width of their own, as Keras has them: nn.MultiheadAttention ties it to the width of the query."""

    def __init__(self, query, value, key, heads, key_dim, value_dim, bias=True, dropout=0.0, causal=False):
        super().__init__()
        self.heads, self.dropout, self.causal = heads, dropout, causal
        self.query = nn.Linear(query, heads * key_dim, bias)
        self.key = nn.Linear(key, heads * key_dim, bias)
        self.value = nn.Linear(value, heads * value_dim, bias)
        self.output = nn.Linear(heads * value_dim, query, bias)

    def forward(self, query, value, key):
        query, key, value = (
            x.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for x in (self.query(query), self.key(key), self.value(value))
        )
        dropout = self.dropout if self.training else 0.0
        # Aligned at the first step, where a key is longer than the query.
        mask = torch.ones(query.shape[2], key.shape[2], dtype=torch.bool).tril() if self.causal else None
        attended = F.scaled_dot_product_attention(query, key, value, mask, dropout)
        return self.output(attended.transpose(1, 2).flatten(2))`,
  sinusoidal: `def sinusoidal(steps, width):
    """Waves of many lengths: sine and cosine in turns."""
    i = torch.arange(width)
    angle = torch.arange(steps)[:, None] * 10000.0 ** (-(2 * (i // 2)) / width)
    return torch.where(i % 2 == 0, angle.sin(), angle.cos())`,
} as const;
export type HelperName = keyof typeof helpers;
