using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>Judges what we send by the types of Slack's own SDK, in one run of the TypeScript compiler.</summary>
internal sealed class SlackTypes
{
    /// <summary>The SDK's types of blocks and views take any block at all; these take only those that Slack knows.</summary>
    private const string Prelude = """
        import type { HomeView, KnownBlock, ModalView } from '@slack/types';
        import type { AppsManifestValidateArguments, ChatPostEphemeralArguments, ChatPostMessageArguments, ChatUpdateArguments, ViewsOpenArguments, ViewsPublishArguments, ViewsPushArguments, ViewsUpdateArguments } from '@slack/web-api';
        import type { RespondArguments, ViewResponseAction } from '@slack/bolt';
        type Modal = Omit<ModalView, 'blocks'> & { blocks: KnownBlock[] };
        type Home = Omit<HomeView, 'blocks'> & { blocks: KnownBlock[] };

        """;

    private readonly StringBuilder source = new(Prelude);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>How many payloads wait to be judged; one that was there before is not there twice.</summary>
    public int Count => seen.Count;

    /// <param name="way">As <see cref="FakeSlack.Outgoing"/> names it.</param>
    public void Add(string way, JsonNode sent)
    {
        var type = way switch
        {
            "chat.postMessage" => "ChatPostMessageArguments",
            "chat.postEphemeral" => "ChatPostEphemeralArguments",
            "chat.update" => "ChatUpdateArguments",
            "views.open" => "ViewsOpenArguments",
            "views.push" => "ViewsPushArguments",
            "views.update" => "ViewsUpdateArguments",
            "views.publish" => "ViewsPublishArguments",
            "apps.manifest.validate" => "AppsManifestValidateArguments",
            "view_submission" => "ViewResponseAction",
            "response_url" or "command" => "RespondArguments",
            _ => throw new ArgumentOutOfRangeException(nameof(way), way, "No type is known for it."),
        };
        Declare(type, sent);
        if (sent["view"] is { } view) AddView(view);
        else if (sent["blocks"] is { } blocks) Declare("KnownBlock[]", blocks);
    }

    public void AddView(JsonNode view) => Declare(SlackReading.Word(view, "type") == "home" ? "Home" : "Modal", view);

    /// <summary>What the compiler says; nothing when all is well.</summary>
    public async Task<string> Check()
    {
        var compiler = Peers.Npm("typescript/lib/tsc.js");
        Peers.Npm("@slack/types/package.json");
        var folder = Directory.CreateDirectory(Path.Combine(Peers.Folder, "obj")).FullName; // below the packages, so that they are found
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.ts");
        await File.WriteAllTextAsync(file, source.ToString());
        using var tsc = Process.Start(new ProcessStartInfo(Peers.Node, [compiler, "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022", "--pretty", "false", file]) { WorkingDirectory = Peers.Folder, RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await tsc.StandardOutput.ReadToEndAsync();
        await tsc.WaitForExitAsync();
        if (tsc.ExitCode == 0) File.Delete(file);
        return tsc.ExitCode == 0 ? said : $"{said}\n(exit {tsc.ExitCode})";
    }

    private void Declare(string type, JsonNode value)
    {
        var json = value.ToJsonString();
        if (seen.Add(type + json)) source.Append(CultureInfo.InvariantCulture, $"const p{seen.Count}: {type} = {json};\n");
    }
}
