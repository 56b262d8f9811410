using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>A parameter under the name that the statement has it by. Without the sign before it, the provider asks SQLite four times for each, and makes three strings for it.</summary>
internal sealed class PreparedParameter : SqliteParameter
{
    private static readonly ConcurrentDictionary<string, string> Signed = new(StringComparer.Ordinal);

    [AllowNull]
    public override string ParameterName
    {
        get => base.ParameterName;
        set => base.ParameterName = value is null or ['@', ..] ? value : Signed.GetOrAdd(value, static name => $"@{name}");
    }
}
