extension Starter {
  static let training = #"""
    #!/usr/bin/env python3
    """Trains a logistic regression on two clouds of points. Put your own training in its place.

    Two kinds of lines in the output mean something to cms:

      # cloudmesh status=running progress=40     how far the job is, 0 to 100
      # cloudmesh accuracy=0.91                  a measurement, compared by cms-cc report
    """
    import argparse
    import math
    import random


    def points(count, generator):
        """Returns points (x, y) with their class: two clouds that overlap a little."""
        rows = []
        for index in range(count):
            label = index % 2
            centre = 1.0 if label else -1.0
            rows.append((generator.gauss(centre, 1.2), generator.gauss(centre, 1.2), label))
        return rows


    def probability(weights, row):
        score = weights[0] + weights[1] * row[0] + weights[2] * row[1]
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


    def accuracy(weights, rows):
        hits = sum((probability(weights, row) > 0.5) == bool(row[2]) for row in rows)
        return hits / len(rows)


    def main():
        parser = argparse.ArgumentParser()
        parser.add_argument("--epochs", type=int, required=True)
        parser.add_argument("--lr", type=float, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--samples", type=int, default=400)
        options = parser.parse_args()

        generator = random.Random(options.seed)
        training = points(options.samples, generator)
        test = points(options.samples, generator)
        weights = [0.0, 0.0, 0.0]
        for epoch in range(options.epochs):
            for row in training:
                error = probability(weights, row) - row[2]
                step = options.lr * error / (1 + epoch)
                weights[0] -= step
                weights[1] -= step * row[0]
                weights[2] -= step * row[1]
            progress = 99 * (epoch + 1) // options.epochs
            print(f"# cloudmesh status=running progress={progress}", flush=True)
        print(f"# cloudmesh status=done progress=100 accuracy={accuracy(weights, test):.4f}")


    if __name__ == "__main__":
        main()

    """#
}
