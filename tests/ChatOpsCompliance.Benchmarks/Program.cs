using ChatOpsCompliance.Benchmarks;

// Prints ratios of what runs side by side in one process; never asserts, since a busy machine is not a bug.
var quick = args.Contains("--quick");
var filter = args.FirstOrDefault(a => !a.StartsWith('-')) ?? "";
foreach (var (name, run) in new (string, Func<bool, Task>)[]
{
    ("decisions", quick => DecisionPath.Run(quick, slow: false)),
    ("decisions-counted", DecisionPath.RunCounted),
    ("decisions-slow-disk", DecisionPath.RunOnSlowDisk),
    ("slack-clicks", Clicks.RunInSlack),
    ("slack-slow-disk", Clicks.RunOnSlowDisk),
    ("slack-by-size", Clicks.RunBySize),
    ("teams-clicks", Clicks.RunInTeams),
    ("gate", GateAnswers.Run),
    ("pages", Pages.Run),
    ("verify", VerifyRate.Run),
    ("bundle", BundleMemory.Run),
    ("import", ImportRate.Run),
    ("memory-of-import", ImportRate.RunForMemory),
    ("clicks-beside-import", ImportRate.RunBesideClicks),
})
    if (name.Contains(filter, StringComparison.Ordinal)) await run(quick);

// What a benchmark runs in a process of its own.
if (args.Contains("--child-slow-disk")) await DecisionPath.Run(quick, slow: true);
if (args.Contains("--child-bundle")) await BundleMemory.Child(args[^1]);
if (args.Contains("--child-import")) await ImportRate.Child(args[^1]);
if (args.Contains("--child-clicks")) await ClickServer.Serve(args[^1]);
if (args.Contains("--child-gate")) await GateServer.Serve();
