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
"""Sizes of the model, as the library reads them from config.json."""

from transformers import PretrainedConfig


class SuoyuConfig(PretrainedConfig):
    """Defaults are those of the 1B model."""

    model_type = "suoyu"

    def __init__(
        self,
        vocab_size: int = 65024,
        hidden_size: int = 2048,
        num_hidden_layers: int = 20,
        num_attention_heads: int = 16,
        rope_theta: float = 500_000.0,
        **kwargs: object,
    ) -> None:
        self.vocab_size = vocab_size
        self.hidden_size = hidden_size
        self.num_hidden_layers = num_hidden_layers
        self.num_attention_heads = num_attention_heads
        self.rope_theta = rope_theta
        super().__init__(**kwargs)
