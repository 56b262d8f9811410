using ChatOpsCompliance.People;

namespace ChatOpsCompliance.Server.Sources;

/// <summary>A file that was not taken, with every row that is wrong. Nothing of it was imported.</summary>
public sealed record FileFaults(string File, IReadOnlyList<Fault> Faults)
    : Refusal($"{Path.GetFileName(File)} was not imported: {Faults.Count} {(Faults.Count == 1 ? "fault" : "faults")}.\n{string.Join('\n', Faults.Select(f => $"  {Path.GetFileName(File)}, {f}"))}");
