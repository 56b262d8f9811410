namespace ChatOpsCompliance.Server.Chat;

/// <summary>One thing that <c>doctor</c> looked at.</summary>
/// <param name="Says">When it is not good, also what to do.</param>
public sealed record Finding(string About, bool Good, string Says);

/// <summary>What a source of changes finds out about itself.</summary>
public delegate IAsyncEnumerable<Finding> ExamineSource(CancellationToken ct);

/// <summary>What a chat platform finds out about itself: its tokens, rights, places and clock.</summary>
public delegate IAsyncEnumerable<Finding> ExamineChat(CancellationToken ct);
