/// A host as its backend has to know it.
struct RemoteHost {
  /// As the hosts file has it.
  let name: String
  let transport: Transport
  /// Where all is kept there; `~/` is the home.
  let root: String
  /// How jobs are started there.
  let starter: any JobStarter
  /// Whether it is this machine, in whose own directories jobs run and leave what they leave.
  var isHere = false
  /// What a shell does before each job there, in the job's directory.
  var prologue: String?
  /// What it is asked about itself; nil where that is known.
  var survey: SurveyScript.Question?
  /// What is called here before it can be reached; nil where nothing is.
  var power: HostSwitch?
  /// Where what has to outlive the runner is kept here, absolute.
  let records: String

  init(
    name: String, transport: Transport, root: String, prologue: String? = nil, records: String,
    starter: any JobStarter = ProcessStarter()
  ) {
    self.name = name
    self.transport = transport
    self.root = root
    self.prologue = prologue
    self.records = records
    self.starter = starter
  }
}
