using System.CommandLine;
using ChatOpsCompliance.Server.Demo;
using static ChatOpsCompliance.Server.Cli.CommandLine;

namespace ChatOpsCompliance.Server.Cli;

internal static class DemoVerb
{
    public static Command Demo()
    {
        var port = new Option<int>("--port") { Description = "the port, on loopback only", DefaultValueFactory = _ => 5080 };
        port.Validators.Add(given =>
        {
            if (given.GetValue(port) is < 0 or > 65535) given.AddError("--port is a number from 1 to 65535.");
        });
        var fresh = new Option<bool>("--fresh") { Description = "throw the demo's data away and start anew" };
        var command = new Command("demo", "a seeded company in ./demo, with chat and console in the browser and a clock you can push") { port, fresh };
        command.SetAction(async (parsed, ct) =>
        {
            var folder = Path.GetFullPath("demo");
            await using var app = await DemoService.Build(folder, parsed.GetValue(port), parsed.GetValue(fresh), ct);
            await app.StartAsync(ct);
            var address = app.Urls.First();
            await Out.WriteLineAsync($"""

                The demo company is ready.

                  Tour      {address}/tour      seven guided minutes through all of it
                  Chat      {address}/chat      pick Mia Keller: 14 items wait for her decision
                  Console   {address}/console   pick Grace Okafor, the compliance officer

                Everything is in {folder} and on this machine only. Stop with Ctrl+C; --fresh starts anew.
                """);
            await app.WaitForShutdownAsync(ct);
            return Success;
        });
        return command;
    }
}
