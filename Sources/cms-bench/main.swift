// What happens inside the commands, measured: one line of JSON for each figure.
//
// `make bench` joins the lines into its table. A value is the median of the repetitions, a ratio
// the median of each repetition's time over that of what it is compared to, taken in turn.
try Footprint.run()
let measurements =
  try Templates.measurements() + Parameters.measurements() + Configuration.measurements()
  + Engine.measurements() + Workflows.measurements() + Readings.measurements()
for measurement in measurements { try measurement.run(repetitions: 15) }
