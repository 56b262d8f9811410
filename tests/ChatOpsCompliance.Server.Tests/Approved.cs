using System.Runtime.CompilerServices;
using Xunit;

namespace ChatOpsCompliance.Server.Tests;

/// <summary>Golden files: <c>Approved/NAME.txt</c> is what somebody looked at and approved; APPROVE=1 in the environment rewrites it.</summary>
internal static class Approved
{
    /// <param name="name">The file's name without its ending; the calling test's by default.</param>
    public static void Match(string text, [CallerMemberName] string name = "")
    {
        var file = Path.Combine(Checkout.Root, "tests", "ChatOpsCompliance.Server.Tests", "Approved", name + ".txt");
        var actual = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") File.WriteAllText(file, actual);
        Assert.True(File.Exists(file), $"{file} is not there yet. Run with APPROVE=1, look at it, commit it:\n\n{actual}");
        var approved = File.ReadAllText(file).ReplaceLineEndings("\n");
        Assert.True(approved == actual, $"{file} differs. If the new text is right, run with APPROVE=1 and look at the diff.\n\n{Difference(approved, actual)}");
    }

    private static string Difference(string approved, string actual)
    {
        var (was, now) = (approved.Split('\n'), actual.Split('\n'));
        var same = was.Zip(now).TakeWhile(p => p.First == p.Second).Count();
        return $"line {same + 1}\n- {was.ElementAtOrDefault(same)}\n+ {now.ElementAtOrDefault(same)}\n\n{actual}";
    }
}
