namespace ChatOpsCompliance.Server.Configuration;

/// <summary>Where the configuration comes from: a file, the environment over it, and files named by <c>*__File</c> for secrets.</summary>
public static class SettingsFile
{
    public const string Default = "appsettings.json";

    /// <param name="path">Null for <c>appsettings.json</c> in the working directory, which may be missing.</param>
    /// <exception cref="InvalidSettingsException">The file is missing, not JSON, or says something that can't be; every fault is named.</exception>
    public static (Settings Settings, IConfigurationRoot Configuration) Load(string? path, IEnumerable<KeyValuePair<string, string?>>? over = null)
    {
        var file = Path.GetFullPath(path ?? Default);
        if (path is not null && !File.Exists(file)) throw new InvalidSettingsException(file, ["the file is not there"]);
        IConfigurationRoot json;
        try
        {
            json = new ConfigurationBuilder().AddJsonFile(file, optional: true).Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            throw new InvalidSettingsException(file, [e.GetBaseException().Message]);
        }

        var all = new ConfigurationBuilder().AddJsonFile(file, optional: true).AddEnvironmentVariables().AddInMemoryCollection(over ?? []).Build();
        var faults = new List<string>();
        var secrets = FromFiles(all, faults);
        var configuration = new ConfigurationBuilder().AddConfiguration(all).AddInMemoryCollection(secrets).Build();
        var (settings, found, _) = Settings.Read(configuration, json.GetChildren().Select(c => c.Key));
        faults.AddRange(found);
        return settings is null || faults.Count > 0 ? throw new InvalidSettingsException(file, faults) : (settings, configuration);
    }

    /// <summary><c>Evidence:SigningKey:File</c> (or <c>Evidence__SigningKey__File</c>) becomes <c>Evidence:SigningKey</c>, the file's text; its own key goes.</summary>
    private static List<KeyValuePair<string, string?>> FromFiles(IConfiguration all, List<string> faults)
    {
        const string suffix = ":File";
        var read = new List<KeyValuePair<string, string?>>();
        foreach (var (key, path) in all.AsEnumerable().Where(p => p.Value is not null && p.Key.Contains(':', StringComparison.Ordinal) && p.Key.Replace("__", ":", StringComparison.Ordinal).EndsWith(suffix, StringComparison.OrdinalIgnoreCase)))
        {
            var target = key.Replace("__", ":", StringComparison.Ordinal)[..^suffix.Length];
            if (!target.Contains(':', StringComparison.Ordinal)) continue;
            if (File.Exists(path)) read.Add(new(target, File.ReadAllText(path!)));
            else faults.Add($"{key}: the file {path} is not there");
            read.Add(new(key, null));
        }

        return read;
    }
}

/// <summary>The configuration can't be used; every fault is named, so that they are mended in one go.</summary>
public sealed class InvalidSettingsException(string file, IReadOnlyList<string> faults)
    : Exception($"{file}: {faults.Count} {(faults.Count == 1 ? "fault" : "faults")} in the configuration.\n{string.Join('\n', faults.Select(f => "  " + f))}")
{
    public IReadOnlyList<string> Faults => faults;
}
