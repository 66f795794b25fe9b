/** Modules that change pictures while training: [n, height, width, channels], each in its own way. */
export const augmentationHelpers = {
  draw: `def draw(x, low, high):
    """A number for each picture."""
    return x.new_empty(len(x)).uniform_(low, high)`,
  wrap: `def wrap(grid, width, height):
    """Places beyond an edge come in again at the other one, as TensorFlow counts them."""
    size = torch.tensor([width, height])
    last, place = size - 1, (((grid + 1) * size - 1) / 2).round(decimals=6)
    before = torch.where(place < 0, (-place / last.clamp_min(1)).floor() + 1, 0)
    beyond = torch.where(place > last, (place / last.clamp_min(1)).floor(), 0)
    place = torch.minimum((place + (before - beyond) * size).clamp_min(0), last)
    return (2 * place + 1) / size - 1`,
  warp: `def warp(x, *matrix, mode="bilinear", padding_mode="reflection", fill=0.0, fold=None):
    """Pictures read at other places: matrix maps to them, -1 and 1 are the edges."""
    n, height, width, channels = x.shape
    theta = torch.stack(matrix, dim=-1).unflatten(-1, (2, 3)).double()
    grid = F.affine_grid(theta, (n, channels, height, width), align_corners=False)
    if fold is not None:
        grid = fold(grid, width, height)
    seen = F.grid_sample(
        (x - fill).movedim(-1, 1),
        grid.to(x.dtype),
        mode,
        padding_mode,
        align_corners=False,
    )
    return seen.movedim(1, -1) + fill`,
  RandomFlip: `class RandomFlip(nn.Module):
    """Mirrors half of the pictures along each of these axes."""

    def __init__(self, *axes):
        super().__init__()
        self.axes = axes

    def forward(self, x):
        if not self.training:
            return x
        for axis in self.axes:
            chosen = draw(x, 0, 1).view(-1, 1, 1, 1) < 0.5
            x = torch.where(chosen, x.flip(axis), x)
        return x`,
  RandomRotation: `class RandomRotation(nn.Module):
    """Turns each picture around its middle, by a part of a full turn."""

    def __init__(self, factor, **how):
        super().__init__()
        self.factor, self.how = factor, how

    def forward(self, x):
        if not self.training:
            return x
        _, height, width, _ = x.shape
        angle = 2 * math.pi * draw(x, *self.factor)
        cos, sin, none = angle.cos(), angle.sin(), torch.zeros_like(angle)
        across = cos, -sin * height / width, none
        down = sin * width / height, cos, none
        return warp(x, *across, *down, **self.how)`,
  RandomZoom: `class RandomZoom(nn.Module):
    """Shows more of the height and width (above 0) or less; without a width, as much."""

    def __init__(self, height, width=None, **how):
        super().__init__()
        self.height, self.width, self.how = height, width, how

    def forward(self, x):
        if not self.training:
            return x
        down = 1 + draw(x, *self.height)
        across = down if self.width is None else 1 + draw(x, *self.width)
        none = torch.zeros_like(down)
        return warp(x, across, none, none, none, down, none, **self.how)`,
  RandomTranslation: `class RandomTranslation(nn.Module):
    """Shifts each picture down and to the right by a part of its size."""

    def __init__(self, height, width, **how):
        super().__init__()
        self.height, self.width, self.how = height, width, how

    def forward(self, x):
        if not self.training:
            return x
        down, right = draw(x, *self.height), draw(x, *self.width)
        one, none = torch.ones_like(down), torch.zeros_like(down)
        return warp(x, one, none, -2 * right, none, one, -2 * down, **self.how)`,
  RandomCrop: `class RandomCrop(nn.Module):
    """Cuts a part out of each picture, in evaluation that in the middle."""

    def __init__(self, height, width):
        super().__init__()
        self.size = height, width

    def forward(self, x):
        height, width = self.size
        most = x.shape[1] - height, x.shape[2] - width
        if not self.training:
            top, left = most[0] // 2, most[1] // 2
            return x[:, top : top + height, left : left + width]
        parts = []
        for picture in x:
            top, left = (random.randint(0, last) for last in most)
            parts.append(picture[top : top + height, left : left + width])
        return torch.stack(parts)`,
  RandomContrast: `class RandomContrast(nn.Module):
    """Moves the pixels of each channel away from their mean, or towards it."""

    def __init__(self, lower, upper, value_range):
        super().__init__()
        self.factor, self.value_range = (1 - lower, 1 + upper), value_range

    def forward(self, x):
        if not self.training:
            return x
        mean = x.mean(dim=(1, 2), keepdim=True)
        factor = draw(x, *self.factor).view(-1, 1, 1, 1)
        return ((x - mean) * factor + mean).clamp(*self.value_range)`,
  RandomBrightness: `class RandomBrightness(nn.Module):
    """Adds a part of the value range to all pixels of a picture."""

    def __init__(self, factor, value_range):
        super().__init__()
        self.factor, self.value_range = factor, value_range

    def forward(self, x):
        if not self.training:
            return x
        dark, bright = self.value_range
        added = draw(x, *self.factor).view(-1, 1, 1, 1) * (bright - dark)
        return (x + added).clamp(dark, bright)`,
  RandomErasing: `class RandomErasing(nn.Module):
    """Covers a rectangle of some pictures with a value; without one, with noise."""

    def __init__(self, factor, scale, value_range, value=None):
        super().__init__()
        self.factor, self.scale = factor, scale
        self.value_range, self.value = value_range, value

    def along(self, x, length):
        """Where the rectangle lies along an axis."""
        side = draw(x, *self.scale).sqrt() * length
        start = draw(x, 0, 1) * (length - side)
        places = torch.arange(length)
        return (places >= start[:, None]) & (places < (start + side)[:, None])

    def forward(self, x):
        if not self.training:
            return x
        _, height, width, _ = x.shape
        chosen = draw(x, 0, 1) < draw(x, *self.factor)
        rows, columns = self.along(x, height), self.along(x, width)
        covered = rows[:, :, None] & columns[:, None] & chosen[:, None, None]
        if self.value is None:
            cover = torch.randn_like(x) * self.value_range[1]
        else:
            cover = torch.full_like(x, self.value)
        return torch.where(covered[..., None], cover.clamp(*self.value_range), x)`,
} as const;
