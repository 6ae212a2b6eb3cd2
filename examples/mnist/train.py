#!/usr/bin/env python3
"""Trains a digit classifier and prints how it goes, in the formats that cms-cc reads.

    train.py --model mlp --epochs 8 --lr 0.03 --seed 1 --data digits.npz

The data is an .npz with x_train, y_train, x_test and y_test (see fetch.py). What it prints:
`# cloudmesh` lines say how far it is, `:::MLLOG` lines (MLCommons logging) carry the accuracy of
every epoch and the result, `# csv` lines say what took how long. cms.py prints them; `cms-ee
generate` puts it beside every copy of this file.
"""
import argparse
import os
import platform
import sys
import zipfile

import numpy as np

from cms import StopWatch, StopWatchBlock, mllog, progress

NAMES = ("x_train", "y_train", "x_test", "y_test")
BATCH_SIZE = 32


class BadInput(Exception):
    """What the user can mend; its text is all that is printed."""


def timer(name):
    return StopWatchBlock(name, log=None)


def load(path):
    """Returns train and test data: one row an image, pixels from 0 to 1."""
    try:
        if os.path.isfile(path) and not zipfile.is_zipfile(path):
            raise BadInput(f"{path}: this is not an .npz file")
        with np.load(path, allow_pickle=False) as file:
            x_train, y_train, x_test, y_test = (file[name] for name in NAMES)
    except KeyError as error:
        raise BadInput(f"{path}: {error.args[0]} (needed: {', '.join(NAMES)})")
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path}: {error}")
    for part, x, y in (("train", x_train, y_train), ("test", x_test, y_test)):
        if x.ndim != 3 or x.shape[1:] != x_train.shape[1:] or y.shape != x.shape[:1] or not x.size:
            raise BadInput(f"{path}: x_{part} {x.shape} and y_{part} {y.shape} are not images of "
                           "one size with one label each")
        if x.dtype.kind not in "buif" or not np.isfinite(x).all():
            raise BadInput(f"{path}: x_{part} ({x.dtype}) holds more than finite numbers")
    if not np.isin(y_test, y_train).all():
        raise BadInput(f"{path}: y_test has labels that y_train has not")
    scale = float(x_train.max()) or 1.0
    return ((x_train / scale).reshape(len(x_train), -1), y_train,
            (x_test / scale).reshape(len(x_test), -1), y_test)


def build(model, lr, seed):
    """Returns an untrained model; both kinds learn by stochastic gradient descent."""
    if model == "mlp":
        from sklearn.neural_network import MLPClassifier
        return MLPClassifier(hidden_layer_sizes=(128, 64), solver="sgd", batch_size=BATCH_SIZE,
                             learning_rate_init=lr, random_state=seed)
    from sklearn.linear_model import SGDClassifier
    return SGDClassifier(loss="log_loss", learning_rate="constant", eta0=lr, average=True,
                         random_state=seed)


def train(model, epochs, seed, x_train, y_train, x_test, y_test):
    """Trains, logs every epoch, and returns the history of accuracies and losses."""
    from sklearn.metrics import log_loss

    order, classes = np.random.default_rng(seed), np.unique(y_train)
    history = {"accuracy": [], "loss": [], "val_accuracy": [], "val_loss": []}
    for epoch in range(1, epochs + 1):
        shuffled = order.permutation(len(x_train))
        try:
            model.partial_fit(x_train[shuffled], y_train[shuffled], classes=classes)
        except ValueError as error:  # the weights are not finite any more
            raise BadInput(f"the training fails in epoch {epoch}, --lr may be too high: {error}")
        for prefix, x, y in (("", x_train, y_train), ("val_", x_test, y_test)):
            chances = model.predict_proba(x)
            accuracy = float((classes[chances.argmax(axis=1)] == y).mean())
            history[prefix + "accuracy"].append(round(accuracy, 6))
            history[prefix + "loss"].append(round(log_loss(y, chances, labels=classes), 6))
        mllog("train_loss", history["loss"][-1], epoch_num=epoch)
        mllog("eval_accuracy", history["val_accuracy"][-1], epoch_num=epoch)
        progress(5 + 90 * epoch // epochs)
    return history


def run(options):
    progress(1)
    for key, value in (("benchmark", "mnist"), ("org", "example"), ("division", "open"),
                       ("status", "research"), ("platform", platform.node())):
        mllog("submission_" + key, value)
    mllog("init_start", event="INTERVAL_START")
    with timer("loaddata"):
        x_train, y_train, x_test, y_test = load(options.data)
    model = build(options.model, options.lr, options.seed)
    mllog("init_stop", event="INTERVAL_END")
    progress(5)

    mllog("run_start", event="INTERVAL_START")
    with timer("training"):
        history = train(model, options.epochs, options.seed, x_train, y_train, x_test, y_test)
    with timer("inference"):
        accuracy = round(float(model.score(x_test, y_test)), 6)
    mllog("run_stop", event="INTERVAL_END", status="success")
    seconds = StopWatch.get("inference", digits=None) or 0.0
    last = {key: values[-1] for key, values in history.items()}
    mllog("result", {
        "name": options.model,
        "training": {"samples": len(x_train), **last, "history": history, "epochs": options.epochs,
                     "batch_size": BATCH_SIZE, "learning_rate": options.lr, "seed": options.seed},
        "inference": {"samples": len(x_test), "avg_accuracy": accuracy,
                      "time_per_inference": round(seconds / len(x_test), 9)}})
    return accuracy


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", choices=["mlp", "linear"], required=True)
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--lr", type=float, required=True, help="learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", required=True, help=".npz file with images and labels")
    options = parser.parse_args()
    if options.epochs < 1 or not 0 < options.lr < float("inf") or options.seed < 0:
        parser.error("--epochs and --lr must be above 0, --seed not below")
    try:
        with timer("total"):
            accuracy = run(options)
    except BadInput as error:
        print(f"train.py: error: {error}", file=sys.stderr)
        sys.exit(2)
    StopWatch.benchmark(sysinfo=False)
    progress(100, status="done", accuracy=accuracy)


if __name__ == "__main__":
    main()
