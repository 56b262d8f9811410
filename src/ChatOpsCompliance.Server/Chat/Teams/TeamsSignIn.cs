using ChatOpsCompliance.Server.Configuration;
namespace ChatOpsCompliance.Server.Chat.Teams;
internal sealed class TeamsSignIn(TeamsSettings settings, HttpClient http, TimeProvider clock) { public Task<string?> Token(CancellationToken ct) => Task.FromResult<string?>(null); internal object X => (settings, http, clock); }
internal sealed class TeamsSignInException(string why, string cure) : Exception(why) { public string Why => Message; public string Cure => cure; }
