using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>What a request of an activity shows, and whether we are stricter with it than the Bot Framework's own library.</summary>
internal sealed record ShownRequest(string Name, string? Authorization, string? ChannelId, string? ServiceUrl, bool Stricter);

/// <summary>Requests of every kind: tokens right and wrong, each with activities that they are for and others.</summary>
internal sealed class AnyToken(BotFrameworkIssuer issuer, DateTimeOffset at)
{
    private const string Us = SomeTeams.AppId, Connector = SomeTeams.ServiceUrl;

    private readonly RsaSecurityKey genuine = issuer.Keys[0].Key, stranger = BotFrameworkIssuer.Signer.New(issuer.Keys[0].Key.KeyId).Key;
    private readonly long now = at.ToUnixTimeSeconds();

    private sealed record Kind(string Name, string? Authorization, bool Stricter = false, string? Connector = Connector);

    /// <summary>What the issuer must show for them.</summary>
    public static void AddKeys(BotFrameworkIssuer issuer) => issuer.Keys.AddRange([BotFrameworkIssuer.Signer.New("web", "webchat"), BotFrameworkIssuer.Signer.New("for-none") with { Endorsements = [] }, BotFrameworkIssuer.Signer.New("unsaid") with { Endorsements = null }, BotFrameworkIssuer.Signer.New("enc") with { Use = "enc" }]);

    /// <summary>Each token with each activity.</summary>
    public IEnumerable<ShownRequest> All() =>
        from kind in Kinds()
        from activity in new (string Name, string? Channel, string? Url, bool Stricter)[]
        {
            ("", "msteams", kind.Connector, false),
            ("in web chat", "webchat", kind.Connector, true),
            ("by mail", "email", kind.Connector, true),
            ("in no channel", null, kind.Connector, true),
            ("for another connector", "msteams", "https://smba.trafficmanager.net/amer/", false),
            ("for its connector without the slash", "msteams", Connector.TrimEnd('/'), false),
            ("for no connector", "msteams", null, true),
            ("for something unreadable", "msteams", "https://smba.traffic manager.net/", true),
        }
        select new ShownRequest($"{kind.Name} {activity.Name}", kind.Authorization, activity.Channel, activity.Url, kind.Stricter || activity.Stricter);

    private IEnumerable<Kind> Kinds() => [.. Times(), .. Claims(), .. Signatures(), .. Shapes(), .. Headers(), .. Connectors()];

    private IEnumerable<Kind> Times() =>
    [
        new("good", Of()),
        new("just ended, within the skew", Of(c => c["exp"] = now - 299)),
        new("ended", Of(c => c["exp"] = now - 300)),
        new("ended long ago", Of(c => c["exp"] = now - 86_400)),
        new("good for years", Of(c => c["exp"] = now + 100_000_000)),
        new("good for ever", Of(c => c["exp"] = null), Stricter: true),
        new("an end in words", Of(c => c["exp"] = "tomorrow")),
        new("an end as text", Of(c => c["exp"] = $"{now + 3600}")),
        new("an end of zero", Of(c => c["exp"] = 0)),
        new("a negative end", Of(c => c["exp"] = -now)),
        new("an end that is true", Of(c => c["exp"] = true)),
        new("an end in parts of a second", Of(c => c["exp"] = now + 3600.5)),
        new("begins within the skew", Of(c => c["nbf"] = now + 300)),
        new("begins later", Of(c => c["nbf"] = now + 301)),
        new("begins tomorrow", Of(c => (c["nbf"], c["exp"]) = (now + 86_400, now + 90_000))),
        new("says no beginning", Of(c => c["nbf"] = null)),
        new("a beginning as text", Of(c => c["nbf"] = $"{now}")),
        new("issued tomorrow", Of(c => c["iat"] = now + 86_400)),
    ];

    private IEnumerable<Kind> Claims() =>
    [
        new("another issuer", Of(c => c["iss"] = "https://api.botframework.example")),
        new("no issuer", Of(c => c["iss"] = null)),
        new("issuer with a slash", Of(c => c["iss"] = BotFrameworkIssuer.Issuer + "/")),
        new("issuer in capitals", Of(c => c["iss"] = "HTTPS://API.BOTFRAMEWORK.COM")),
        new("a list of issuers", Of(c => c["iss"] = new[] { BotFrameworkIssuer.Issuer })),
        new("the emulator", Of(c => (c["iss"], c["ver"], c["appid"]) = ("https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", "1.0", Us)), Stricter: true),
        new("the government's", Of(c => c["iss"] = "https://api.botframework.us")),
        new("for another bot", Of(c => c["aud"] = "00000000-0000-0000-0000-000000000001")),
        new("for nobody", Of(c => c["aud"] = null)),
        new("for us in capitals", Of(c => c["aud"] = Us.ToUpperInvariant())),
        new("for us among others", Of(c => c["aud"] = new[] { "00000000-0000-0000-0000-000000000001", Us })),
        new("for a list of us", Of(c => c["aud"] = new[] { Us })),
        new("for us and a blank", Of(c => c["aud"] = Us + " ")),
        new("for the empty name", Of(c => c["aud"] = "")),
        new("for a number", Of(c => c["aud"] = 5)),
        new("names no connector", Of(c => c["serviceurl"] = null)),
        new("names a list of connectors", Of(c => c["serviceurl"] = new[] { Connector })),
        new("names its connector in another case", Of(c => (c["serviceurl"], c["serviceUrl"]) = (null, Connector))),
        new("with claims besides", Of(c => (c["tid"], c["roles"]) = ("x", new[] { "a", "b" }))),
    ];

    private IEnumerable<Kind> Signatures() =>
    [
        new("a stranger's under our signer's name", Of(key: stranger)),
        new("a stranger's key", Of(key: BotFrameworkIssuer.Signer.New("bot-9").Key)),
        new("a key for web chat", Of(key: issuer.Keys[1].Key)),
        new("a key for no channel", Of(key: issuer.Keys[2].Key), Stricter: true),
        new("a key that says nothing of channels", Of(key: issuer.Keys[3].Key), Stricter: true),
        new("a key that is for secrets", Of(key: issuer.Keys[4].Key), Stricter: true),
        new("another shown key's name", Of(header: h => h["kid"] = "web")),
        new("no key's name", Of(header: h => h["kid"] = null)),
        new("a key's name that is a number", Of(header: h => h["kid"] = 1)),
        new("an empty key's name", Of(header: h => h["kid"] = "")),
        new("a key of its own", Of(key: stranger, header: h => (h["kid"], h["jwk"]) = ("mine", new { kty = "RSA", n = Base64UrlEncoder.Encode(stranger.Rsa.ExportParameters(false).Modulus), e = "AQAB", kid = "mine" }))),
        new("a key to be fetched", Of(key: stranger, header: h => h["jku"] = "https://keys.example.com/")),
        new("unsigned", Of(algorithm: "none")),
        new("unsigned in capitals", $"Bearer {Of(algorithm: "none")![7..].Replace(Base64UrlEncoder.Encode("\"alg\":\"none\""), Base64UrlEncoder.Encode("\"alg\":\"NONE\""), StringComparison.Ordinal)}"),
        new("signed with the public key as a secret", Of(key: new SymmetricSecurityKey(genuine.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = genuine.KeyId }, algorithm: "HS256")),
        new("signed with the public key's text as a secret", Of(key: new SymmetricSecurityKey(Encoding.ASCII.GetBytes(genuine.Rsa.ExportRSAPublicKeyPem())) { KeyId = genuine.KeyId }, algorithm: "HS256")),
        new("RS384", Of(algorithm: "RS384"), Stricter: true),
        new("RS512", Of(algorithm: "RS512"), Stricter: true),
        new("PS256", Of(algorithm: "PS256")),
        new("ES256", Of(key: new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = genuine.KeyId }, algorithm: "ES256")),
        new("RS512 said to be RS256", Of(algorithm: "RS512", header: h => h["alg"] = "RS256")),
        new("its algorithm in small letters", Of(header: h => h["alg"] = "rs256")),
        new("no type", Of(header: h => h["typ"] = null)),
        new("another type", Of(header: h => h["typ"] = "at+jwt")),
    ];

    private IEnumerable<Kind> Shapes()
    {
        var good = Of()!;
        var parts = good[7..].Split('.');
        return
        [
            new("the signature cut", good[..^4]),
            new("no signature", $"Bearer {parts[0]}.{parts[1]}."),
            new("the signature of another", $"Bearer {parts[0]}.{parts[1]}.{Of(c => c["x"] = 1)!.Split('.')[2]}"),
            new("the signature turned", $"Bearer {parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}"),
            new("another payload under it", $"Bearer {parts[0]}.{Of(c => c["exp"] = now + 9999)!.Split('.')[1]}.{parts[2]}"),
            new("two parts", $"Bearer {parts[0]}.{parts[1]}"),
            new("four parts", $"{good}.x"),
            new("five parts", $"{good}.x.x"),
            new("dots", "Bearer .."),
            new("noise", "Bearer abc.def.ghi"),
            new("a header that is no JSON", $"Bearer {BotFrameworkIssuer.Signed("RS256", "{}", genuine)}"),
            new("a payload that is no JSON", $"Bearer {BotFrameworkIssuer.Signed($$"""{"alg":"RS256","kid":"{{genuine.KeyId}}"}""", "hello", genuine)}"),
            new("a payload that is a list", $"Bearer {BotFrameworkIssuer.Signed($$"""{"alg":"RS256","kid":"{{genuine.KeyId}}"}""", "[1]", genuine)}"),
            new("an empty payload", $"Bearer {BotFrameworkIssuer.Signed($$"""{"alg":"RS256","kid":"{{genuine.KeyId}}"}""", "{}", genuine)}"),
            new("very long", Of(c => c["x"] = new string('x', 20_000)), Stricter: true),
        ];
    }

    private IEnumerable<Kind> Headers()
    {
        var token = Of()![7..];
        return
        [
            new("nothing", null),
            new("an empty header", ""),
            new("blanks", "   "),
            new("the scheme alone", "Bearer"),
            new("the scheme and a blank", "Bearer "),
            new("no scheme", token),
            new("another scheme", $"Basic {token}"),
            new("the scheme in small letters", $"bearer {token}"),
            new("two blanks", $"Bearer  {token}"),
            new("a tab", $"Bearer\t{token}"),
            new("a blank before", $" Bearer {token}"),
            new("a blank behind", $"Bearer {token} "),
            new("two tokens", $"Bearer {token} {token}"),
            new("two headers", $"Bearer {token},Bearer {token}"),
        ];
    }

    /// <summary>Rightly signed, for an address that Teams does not have.</summary>
    private IEnumerable<Kind> Connectors() => new[] { "http://smba.trafficmanager.net/emea/", "https://user@smba.trafficmanager.net/emea/", "https://192.0.2.7/", "https://smba.trafficmanager.net:8443/", "https://smba.trafficmanager.net/?a=b", "wss://smba.trafficmanager.net/" }
        .Select(url => new Kind($"for {url}", Of(c => c["serviceurl"] = url), Stricter: true, url));

    private string? Of(Action<Dictionary<string, object?>>? change = null, SecurityKey? key = null, string algorithm = "RS256", Action<Dictionary<string, object?>>? header = null) => $"Bearer {issuer.Token(Us, Connector, change, key ?? genuine, algorithm, header)}";
}
