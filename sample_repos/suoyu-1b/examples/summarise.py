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
"""Summarise the text on standard input."""

import sys

from transformers import pipeline

generate = pipeline("text-generation", model="suoyu-lab/suoyu-1b", trust_remote_code=True)
prompt = f"请用一句话概括：\n{sys.stdin.read()}\n概括："
print(generate(prompt, return_full_text=False)[0]["generated_text"])
