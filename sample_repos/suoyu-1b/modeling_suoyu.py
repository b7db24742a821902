# Copyright 2025 索语实验室 (Suoyu Lab)
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#     http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.
"""The network: embeddings, pre-norm attention blocks, a tied output layer."""

import torch
from torch import nn
from transformers import PreTrainedModel
from transformers.modeling_outputs import CausalLMOutput

from .configuration_suoyu import SuoyuConfig


class Block(nn.Module):
    """Attention and a feed-forward layer, each on the normalised residual stream."""

    def __init__(self, config: SuoyuConfig) -> None:
        super().__init__()
        width = config.hidden_size
        self.before_attention = nn.RMSNorm(width)
        self.attention = nn.MultiheadAttention(width, config.num_attention_heads, batch_first=True)
        self.before_mlp = nn.RMSNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.SiLU(), nn.Linear(4 * width, width))

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(batch, length, width) in and out; mask is True where attention is forbidden."""
        normal = self.before_attention(hidden)
        attended, _ = self.attention(normal, normal, normal, attn_mask=mask, need_weights=False)
        hidden = hidden + attended
        return hidden + self.mlp(self.before_mlp(hidden))


class SuoyuForCausalLM(PreTrainedModel):
    """Next-token prediction."""

    config_class = SuoyuConfig

    def __init__(self, config: SuoyuConfig) -> None:
        super().__init__(config)
        self.embed = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(Block(config) for _ in range(config.num_hidden_layers))
        self.norm = nn.RMSNorm(config.hidden_size)

    def forward(self, input_ids: torch.Tensor, labels: torch.Tensor | None = None) -> CausalLMOutput:
        """Logits over the vocabulary, and the mean loss when there are labels."""
        length = input_ids.shape[1]
        mask = torch.ones(length, length, dtype=torch.bool, device=input_ids.device).triu(1)
        hidden = self.embed(input_ids)
        for layer in self.layers:
            hidden = layer(hidden, mask)
        logits = self.norm(hidden) @ self.embed.weight.T
        loss = None
        if labels is not None:
            loss = nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten())
        return CausalLMOutput(loss=loss, logits=logits)
