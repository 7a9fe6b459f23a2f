"""Trains Assay's ranker with PyTorch, by the contract of all trainers: python3 train.py DATASET MODEL (docs/learning.md).

DATASET holds dataset.json, examples.jsonl and champion.safetensors; MODEL gets ranker.safetensors, metrics.json, lineage.json and, beside them,
ranker.onnx, a scorer for ASSAY_RANKER. The model is the built-in trainer's: a logistic regression with a Gaussian prior for each group of factors.
It searches the widths of the priors, the base and the trust in the engine by gradients where the built-in trainer tries steps.
"""
import hashlib
import json
import math
import struct
import sys
from pathlib import Path

import torch
from torch import nn

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
SEVERITIES = ["critical", "high", "medium", "low", "info"]
PATH_CLASSES = ["source", "tests", "examples", "vendored", "generated", "scripts", "migrations", "documentation", "benchmarks", "configuration"]
MOST = 600  # the newest verdicts that are searched on
STEPS, NEWTON = 40, 5


def log_odds(p):
    return math.log(min(0.999, max(0.001, p)) / (1 - min(0.999, max(0.001, p))))


def factors(f):
    """As src/model-service/ranking/factors.ts makes them."""
    rule, steps = f["rule"], f["trace_steps"]
    length = "no trace" if steps <= 1 else "short trace" if steps <= 4 else "long trace"
    yield "bias", "bias", 1.0
    yield "engine-confidence", "engine-confidence", log_odds(f["confidence"]) - 1.1
    plain = {"rule": rule, "rule-language": f"{rule}|{f['language']}", "severity": f["severity"], "category": f["category"],
             "language": f["language"], "path-class": f["path_class"], "rule-path-class": f"{rule}|{f['path_class']}",
             "trace": length + (" across files" if f["crosses_files"] else "")}
    nearest, here = f["folders"][-1] if f["folders"] else "", f"{rule}|{f['language']}"
    many = [("folder", x) for x in f["folders"]] + [("rule-folder", f"{here}|{x}") for x in f["folders"]]
    many += [("segment", x) for x in f["segments"]] + [("word", x) for x in f["words"]]
    many += [("rule-word", f"{here}|{x}") for x in f["words"]] + [("folder-word", f"{nearest}|{x}") for x in f["words"]]
    if f["repository"] is not None:
        many += [("repository", f["repository"]), ("rule-repository", f"{rule}|{f['repository']}")]
    for group, value in list(plain.items()) + many:
        yield group, f"{group}:{value}", 1.0


def read_tensors(file):
    length = struct.unpack("<Q", file[:8])[0]
    header = json.loads(file[8:8 + length])
    return header["__metadata__"], {k: (v, file[8 + length:][slice(*v["data_offsets"])]) for k, v in header.items() if k != "__metadata__"}


def write_tensors(metadata, name, shape, values):
    data = struct.pack(f"<{len(values)}f", *values)
    header = {"__metadata__": metadata, name: {"dtype": "F32", "shape": shape, "data_offsets": [0, len(data)]}}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


class Design:
    """What two findings have in common, a matrix for each group of factors: times the variances, how their effects go together."""

    def __init__(self, examples, groups):
        columns, entries = {}, [[] for _ in groups]
        for row, example in enumerate(examples):
            for group, key, value in factors(example["features"]):
                entries[groups.index(group)].append((row, columns.setdefault(key, len(columns)), value))
        self.kernels = torch.zeros(len(groups), len(examples), len(examples))
        for group, found in enumerate(entries):
            if found:
                rows, cols, values = zip(*found)
                x = torch.sparse_coo_tensor([rows, cols], values, (len(examples), len(columns))).coalesce()
                self.kernels[group] = torch.sparse.mm(x, x.t()).to_dense()
        self.y = torch.tensor([float(e["is_true"]) for e in examples])
        self.engine = torch.tensor([log_odds(e["features"]["confidence"]) for e in examples])
        self.weight = torch.tensor([0.5 if e["is_proposed"] else 1.0 for e in examples])


def forward_losses(design, variances, base, trust, moments):
    """Log-losses of verdicts by what was learned from those before them (Laplace's approximation); differentiable in the prior."""
    kernel = torch.einsum("g,gij->ij", variances, design.kernels)
    losses = []
    for begin, end in zip(moments, moments[1:]):
        share = trust / (trust + design.weight[:begin].sum())
        offset = share * design.engine + (1 - share) * base
        k, y, w = kernel[:begin, :begin], design.y[:begin], design.weight[:begin]
        a = torch.zeros(begin)
        for _ in range(NEWTON):
            p = torch.sigmoid(offset[:begin] + k @ a)
            root = (w * p * (1 - p)).clamp(min=1e-9).sqrt()
            b = root ** 2 * (k @ a) + w * (y - p)
            lower = torch.linalg.cholesky(torch.eye(begin) + root[:, None] * k * root)
            a = b - root * torch.cholesky_solve((root * (k @ b))[:, None], lower)[:, 0]
        p = torch.sigmoid(offset[begin:end] + kernel[begin:end, :begin] @ a).clamp(0.001, 0.999)
        losses.append(nn.functional.binary_cross_entropy(p, design.y[begin:end], reduction="none"))
    return torch.cat(losses)


def search(design, champion, start, description):
    """A factor on all of the champion's variances, and one on each group; base; trust."""
    choose, size = description["for_choosing"], len(design.y)
    at = [choose["from"] / choose["to"] + (1 - choose["from"] / choose["to"]) * k / choose["steps"] for k in range(choose["steps"] + 1)]
    moments = [max(1, int(share * size)) for share in at]
    log_common, log_own = torch.zeros(1, requires_grad=True), torch.zeros(len(start), requires_grad=True)
    base = torch.tensor(float(champion["baseLogOdds"]), requires_grad=True)
    log_trust = torch.tensor(math.log(champion["engineTrust"]), requires_grad=True)
    optimizer = torch.optim.Adam([log_common, log_own, base, log_trust], lr=0.1)
    curve, best = [], (math.inf, None)
    for step in range(STEPS):
        optimizer.zero_grad()
        losses = forward_losses(design, start * (scale := (log_common + log_own).exp()), base, log_trust.exp(), moments)
        before = losses.detach() if step == 0 else before
        # Away from the champion only as far as the verdicts carry it.
        away = log_common.sum() ** 2 + (log_own ** 2).sum() + (log_trust - math.log(champion["engineTrust"])) ** 2 + (base - champion["baseLogOdds"]) ** 2 / 4
        total = losses.mean() + away / len(losses)
        gains = before - losses.detach()
        kept = total.item() < best[0] and (step == 0 or gains.mean() > 2 * gains.std() / math.sqrt(len(gains)))
        curve.append({"change": f"step {step}", "logLoss": round(losses.mean().item(), 6), "kept": bool(kept)})
        if kept:
            best = (total.item(), (scale.detach().clone(), base.item(), math.exp(log_trust.item())))
        total.backward()
        optimizer.step()
    return best[1], curve


def scorer_rows(examples):
    """As src/model-service/ranking/stand-in/scorer-row.ts makes them, with what was known before each verdict."""
    rows, counts, voters = [], {}, {}
    for example in examples:
        f = example["features"]
        keys = [("r", f["rule"]), ("p", f["rule"], (f["folders"] or [""])[-1]), ("s", f["rule"], f["repository"] or "")]
        row = [log_odds(f["confidence"]), f["trace_steps"] / 10, float(f["crosses_files"])]
        row += [float(f["severity"] == s) for s in SEVERITIES] + [float(f["path_class"] == c) for c in PATH_CLASSES]
        for key in keys:
            votes, true = counts.get(key, (0, 0))
            row += [math.log1p(votes), math.log((true + 1) / (votes - true + 1))]
        rows.append(row + [math.log1p(len(voters.get(f["rule"], ())))])
        for key in keys:
            votes, true = counts.get(key, (0, 0))
            counts[key] = (votes + 1, true + int(example["is_true"]))
        voters.setdefault(f["rule"], set()).add(example["voter"])
    return torch.tensor(rows)


class Scorer(nn.Module):
    def __init__(self, columns):
        super().__init__()
        self.linear = nn.Linear(columns, 1)

    def forward(self, features):
        return torch.sigmoid(self.linear(features)).squeeze(1)


def train_scorer(examples, end):
    x, y = scorer_rows(examples), torch.tensor([float(e["is_true"]) for e in examples])
    scorer = Scorer(x.shape[1])
    optimizer = torch.optim.Adam(scorer.parameters(), lr=0.02)
    for _ in range(300):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy(scorer(x[:end]).clamp(0.001, 0.999), y[:end])
        (loss + 0.01 * (scorer.linear.weight ** 2).sum()).backward()
        optimizer.step()
    held_out = nn.functional.binary_cross_entropy(scorer(x[end:]).clamp(0.001, 0.999), y[end:]).item()
    return scorer.float(), round(held_out, 6)


def main(source, target):
    description = json.loads((source / "dataset.json").read_text())
    content = (source / "examples.jsonl").read_bytes()
    data_hash = "sha256:" + hashlib.sha256(content).hexdigest()
    assert data_hash == description["data_hash"], "examples.jsonl is not what dataset.json describes"
    torch.manual_seed(description["seed"])
    own = [e for e in map(json.loads, content.decode().splitlines()) if e["tenant"] == 0]
    metadata, tensors = read_tensors((source / "champion.safetensors").read_bytes())
    groups, settings = json.loads(metadata["groups"]), json.loads(metadata["settings"])
    info, data = tensors["variances"]
    variances = torch.tensor(struct.unpack(f"<{len(data) // 4}f", data)).reshape(info["shape"])
    chosen = own[:int(description["for_choosing"]["to"] * len(own))]
    curve, learned = [], variances
    if len(chosen) >= 20:
        (scale, base, trust), curve = search(Design(chosen[-MOST:], groups), settings, variances[0], description)
        learned = variances * scale
        settings = {**settings, "baseLogOdds": float(f"{base:.6g}"), "engineTrust": float(f"{trust:.6g}")}
    metadata = {**metadata, "version": metadata["version"].split("+")[0] + "+pytorch." + data_hash[7:19],
                "settings": json.dumps(settings, sort_keys=True, separators=(",", ":"))}
    weights = write_tensors(metadata, "variances", info["shape"], learned.flatten().tolist())
    scorer, scorer_loss = train_scorer(own, max(1, int(description["held_back"]["from"] * len(own))))
    target.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(scorer, torch.zeros(2, scorer.linear.in_features, dtype=torch.float32), str(target / "ranker.onnx"), opset_version=13,
                      input_names=["features"], output_names=["confidence"], dynamic_axes={"features": {0: "findings"}, "confidence": {0: "findings"}})
    (target / "ranker.safetensors").write_bytes(weights)
    (target / "metrics.json").write_text(json.dumps({"log_loss": min((s["logLoss"] for s in curve if s["kept"]), default=0), "scorer_log_loss": scorer_loss, "curve": curve}))
    weights_hash = "sha256:" + hashlib.sha256(weights).hexdigest()
    (target / "lineage.json").write_text(json.dumps({"trainer": "pytorch", "data_hash": data_hash, "weights": weights_hash}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
