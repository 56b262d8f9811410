using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Tests.Emergencies;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary><c>manifests/teams</c>: the package that is made there is one that Teams takes, and says what the bot does, no more and no less.</summary>
public sealed partial class TheAppPackageIsWhatTheBotDoes : IDisposable
{
    private const string AppId = "99999999-9999-4999-8999-999999999999";

    private static readonly string Folder = Path.Combine(Checkout.Root, "manifests", "teams");

    private readonly string place = Directory.CreateTempSubdirectory("teams-package-").FullName;

    [Fact]
    public async Task It_is_made_by_one_command_and_has_the_shape_that_Teams_takes()
    {
        var (done, said) = await Run("dotnet", "build", Folder, $"-p:AppId={AppId}", "-p:Host=compliance.example.com", "-p:Version=1.2.3", $"-p:Package={Path.Combine(place, "app.zip")}");
        Assert.True(done, said);
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(place, "app.zip"), place, TestContext.Current.CancellationToken);
        var file = Path.Combine(place, "manifest.json");
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;

        Assert.Equal(["app.zip", "color.png", "manifest.json", "outline.png"], Directory.EnumerateFileSystemEntries(place).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("{{", manifest.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((AppId, AppId, "1.2.3"), ((string)manifest["id"]!, (string)manifest["bots"]![0]!["botId"]!, (string)manifest["version"]!));
        _ = Peers.Npm("@microsoft/app-manifest/package.json");
        Assert.Equal((true, ""), await Run(Peers.Node, Path.Combine(Peers.Folder, "teams-manifest.cjs"), file));
    }

    [Theory]
    [InlineData("-p:Host=compliance.example.com", "Teams:AppId")]
    [InlineData($"-p:AppId={AppId}", "Public:BaseUrl")]
    [InlineData($"-p:AppId={AppId} -p:Host=https://compliance.example.com/", "Public:BaseUrl")]
    public async Task What_is_missing_is_told(string given, string tells)
    {
        var (done, said) = await Run("dotnet", ["build", Folder, $"-p:Package={Path.Combine(place, "app.zip")}", .. given.Split(' ')]);

        Assert.False(done);
        Assert.Contains(tells, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_commands_are_those_that_the_bot_helps_with()
    {
        await using var workspace = await Workspace.Start(SmallCompany.Start, Emergency.Settings);
        await SmallCompany.In(workspace);
        var help = (Tell)await workspace.Act(await workspace.Person("mia@example.com"), ChatCommand.Written, new Values { [ChatCommand.Text] = "help" });
        var commands = Manifest()["bots"]![0]!["commandLists"]!.AsArray().Single()!["commands"]!.AsArray().Select(c => ((string)c!["title"]!, (string)c["description"]!)).Where(c => c.Item1 != "home");

        Assert.Equal(help.Card.Blocks.OfType<Facts>().Single().Pairs.Order(), commands.Order());
    }

    [Fact]
    public void It_is_there_wherever_the_bot_answers_and_takes_files()
    {
        var bot = Manifest()["bots"]![0]!;

        Assert.Equal(["personal", "team", "groupChat"], bot["scopes"]!.AsArray().Select(s => (string)s!));
        Assert.Equal(["personal", "team", "groupChat"], bot["commandLists"]![0]!["scopes"]!.AsArray().Select(s => (string)s!));
        Assert.True((bool)bot["supportsFiles"]!);
        Assert.False((bool)bot["isNotificationOnly"]!);
    }

    [Theory]
    [InlineData("color.png", 192)]
    [InlineData("outline.png", 32)]
    public void Its_icons_are_as_Teams_wants_them(string name, int size)
    {
        var (width, height, pixels) = Png(File.ReadAllBytes(Path.Combine(Folder, name)));

        Assert.Equal((size, size), (width, height));
        if (name == "color.png") Assert.All(pixels, p => Assert.Equal(255, p.Alpha));
        else
        {
            Assert.All(pixels, p => Assert.Equal((255, 255, 255), (p.Red, p.Green, p.Blue))); // white on nothing
            Assert.Contains(pixels, p => p.Alpha == 0);
            Assert.Contains(pixels, p => p.Alpha == 255);
        }
    }

    [Fact]
    public async Task The_readme_names_the_route_and_the_settings_there_are()
    {
        var (readme, template) = (await File.ReadAllTextAsync(Path.Combine(Folder, "README.md"), TestContext.Current.CancellationToken), await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "appsettings.template.json"), TestContext.Current.CancellationToken));
        await using var on = await CompanyOnTeams.Start();
        var named = Setting().Matches(readme).Select(m => m.Groups["name"].Value).Distinct().ToList();
        var routes = on.Workspace.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText);

        Assert.Contains("AppPassword", named);
        Assert.All(named, n => Assert.Matches($"\"{n}(__File)?\"", template));
        Assert.Contains(new Uri(Endpoint().Match(readme).Value).AbsolutePath, routes);
    }

    public void Dispose() => Directory.Delete(place, recursive: true);

    private static JsonNode Manifest() => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "manifest.json")))!;

    private static async Task<(bool Done, string Said)> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode == 0, said);
    }

    /// <summary>Eight bits each of red, green, blue and alpha, no filters: as these two were written.</summary>
    private static (int Width, int Height, IReadOnlyList<(int Red, int Green, int Blue, int Alpha)> Pixels) Png(byte[] file)
    {
        using var content = new MemoryStream();
        var (width, height) = (0, 0);
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = Encoding.ASCII.GetString(file, at + 4, 4);
            var data = file.AsSpan(at + 8, length);
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                Assert.Equal([8, 6, 0, 0, 0], data[8..].ToArray());
            }

            if (type == "IDAT") content.Write(data);
            at += length + 12;
        }

        content.Position = 0;
        using var rows = new ZLibStream(content, CompressionMode.Decompress);
        using var raw = new MemoryStream();
        rows.CopyTo(raw);
        var bytes = raw.ToArray();
        var line = 1 + (width * 4);
        Assert.All(Enumerable.Range(0, height), y => Assert.Equal(0, bytes[y * line]));
        return (width, height, [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) let p = (y * line) + 1 + (x * 4) select ((int)bytes[p], (int)bytes[p + 1], (int)bytes[p + 2], (int)bytes[p + 3])]);
    }

    [GeneratedRegex("\"(?<name>[A-Z][A-Za-z]+?)(__File)?\":|`Teams:(?<name>[A-Za-z]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();

    [GeneratedRegex("https://compliance\\.example\\.com/api[a-z/]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Endpoint();
}
