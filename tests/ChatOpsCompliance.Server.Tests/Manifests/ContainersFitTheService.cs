using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Xunit;
using YamlDotNet.Serialization;

namespace ChatOpsCompliance.Server.Tests.Manifests;

/// <summary>No container engine is here, so what can be held without one is: settings that exist, files that are there, secrets that are defined.</summary>
public sealed class ContainersFitTheService
{
    private static readonly string Here = Path.Combine(Checkout.Root, "manifests", "container");

    [Fact]
    public void Compose_sets_what_the_service_knows_and_defines_every_secret()
    {
        var compose = JsonDocument.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(new DeserializerBuilder().Build().Deserialize(File.ReadAllText(Path.Combine(Here, "compose.yaml"))))).RootElement;
        var (services, defined) = (compose.GetProperty("services"), compose.GetProperty("secrets").EnumerateObject().Select(s => s.Name).ToList());
        var settings = services.GetProperty("compliance").GetProperty("environment").EnumerateObject().ToDictionary(e => e.Name.Replace("__File", "", StringComparison.Ordinal).Replace("__", ":", StringComparison.Ordinal), e => e.Value.GetString());
        var known = ChatOpsCompliance.Server.Configuration.Settings.Read(new ConfigurationBuilder().Build(), []).Known;

        Assert.Empty(settings.Keys.Except(known));
        foreach (var service in services.EnumerateObject())
        {
            var used = service.Value.GetProperty("secrets").EnumerateArray().Select(s => s.GetString()!).ToList();
            Assert.Empty(used.Except(defined));
            foreach (var value in (service.Value.TryGetProperty("environment", out var e) ? e.EnumerateObject().Select(x => x.Value.GetString()!) : []).Where(v => v.StartsWith("/run/secrets/", StringComparison.Ordinal))) Assert.Contains(value["/run/secrets/".Length..], used);
        }
    }

    [Fact]
    public void The_image_is_made_of_files_that_are_there_and_runs_the_program_by_its_name()
    {
        var lines = File.ReadAllLines(Path.Combine(Here, "Containerfile"));
        foreach (var line in lines.Where(l => l.StartsWith("COPY ", StringComparison.Ordinal) && !l.Contains("--from", StringComparison.Ordinal)))
            Assert.All(line.Split(' ')[1..^1], path => Assert.True(Path.Exists(Path.Combine(Checkout.Root, path)), path));

        Assert.Contains(lines, l => l == $"ENTRYPOINT [\"dotnet\", \"/app/{typeof(Service).Assembly.GetName().Name}.dll\"]");
        Assert.Contains("Not run where they were written", File.ReadAllText(Path.Combine(Here, "README.md")), StringComparison.OrdinalIgnoreCase);
    }
}
