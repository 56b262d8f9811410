using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ChatOpsCompliance.Server.Chat.Teams;
using ChatOpsCompliance.Server.Configuration;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

public sealed class SigningInToTeams : IAsyncLifetime
{
    private const string Thumbprint = "0000000000000000000000000000000000000000";

    private readonly FakeTimeProvider clock = new(SmallCompany.Start);
    private readonly List<IDisposable> open = [];
    private FakeEntra entra = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => entra = await FakeEntra.Start();

    public async ValueTask DisposeAsync()
    {
        foreach (var one in open) one.Dispose();
        await entra.DisposeAsync();
    }

    [Fact]
    public async Task Our_app_asks_our_tenant_for_a_token_of_the_connector()
    {
        Assert.Equal("token-1", await SignIn().Token(Ct));

        var asked = Assert.Single(entra.Asked);
        Assert.Equal((SomeTeams.Tenant, SomeTeams.AppId, "client_credentials", "a client secret"), (asked["tenant"], asked["client_id"], asked["grant_type"], asked["client_secret"]));
        Assert.Contains("https://api.botframework.com/.default", asked["scope"].Split(' '));
    }

    [Fact]
    public async Task One_serves_everybody_until_shortly_before_its_end()
    {
        var signIn = SignIn();

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => signIn.Token(Ct))), t => Assert.Equal("token-1", t));
        clock.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("token-1", await signIn.Token(Ct));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("token-2", await signIn.Token(Ct));
        Assert.Equal(2, entra.Asked.Count);
    }

    [Fact]
    public async Task While_the_directory_is_silent_the_old_one_serves_to_its_end_and_the_directory_is_asked_seldom()
    {
        var signIn = SignIn();
        await signIn.Token(Ct);
        entra.Away = true;

        clock.Advance(TimeSpan.FromMinutes(57));
        for (var i = 0; i < 20; i++) Assert.Equal("token-1", await signIn.Token(Ct));
        Assert.Equal(2, entra.Asked.Count);
        clock.Advance(TimeSpan.FromMinutes(3));
        for (var i = 0; i < 20; i++) Assert.True((await Assert.ThrowsAsync<TeamsSignInException>(() => signIn.Token(Ct))).Passing);
        Assert.Equal(3, entra.Asked.Count);

        entra.Away = false;
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("token-4", await signIn.Token(Ct));
    }

    [Fact]
    public async Task Nobody_there_is_silence_too()
    {
        var signIn = SignIn(s => s with { Authority = new("http://127.0.0.1:9/") });

        var no = await Assert.ThrowsAsync<TeamsSignInException>(() => signIn.Token(Ct));

        Assert.True(no.Passing);
        Assert.Contains("Teams:Authority", no.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_connector_does_not_take_any_more_is_forgotten()
    {
        var signIn = SignIn();
        await signIn.Token(Ct);

        signIn.Forget("another");
        Assert.Equal("token-1", await signIn.Token(Ct));
        signIn.Forget("token-1");
        Assert.Equal("token-2", await signIn.Token(Ct));
    }

    [Theory]
    [InlineData(7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value.", "does not know this client secret", "Teams:AppPassword the Value (not the Secret ID)")]
    [InlineData(7000222, "The provided client secret keys for app are expired.", "has expired", "Make a new one")]
    [InlineData(700016, "Application with identifier was not found in the directory.", "there is no app", "Teams:AppId")]
    [InlineData(90002, "Tenant not found.", "there is no tenant", "Teams:TenantId")]
    [InlineData(53003, "Access has been blocked by Conditional Access policies.", "AADSTS53003", "error?code=53003")]
    public async Task A_refusal_names_its_cure_and_no_secret(int code, string words, string why, string cure)
    {
        entra.Refusal = (code, words);

        var no = await Assert.ThrowsAsync<TeamsSignInException>(() => SignIn().Token(Ct));

        Assert.False(no.Passing);
        Assert.Contains(why, no.Why, StringComparison.Ordinal);
        Assert.Contains(cure, no.Cure, StringComparison.Ordinal);
        Assert.DoesNotContain("a client secret", no.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_authentication_there_is_none()
    {
        Assert.Null(await SignIn(s => s with { AllowUnauthenticated = true }).Token(Ct));
        Assert.Empty(entra.Asked);
    }

    [Fact]
    public async Task A_certificate_signs_for_us()
    {
        using var certificate = new StoredCertificate(SmallCompany.Start.AddYears(20));

        Assert.Equal("token-1", await SignIn(s => s with { AppPassword = null, CertificateThumbprint = certificate.Thumbprint }).Token(Ct));

        var assertion = Assert.Single(entra.Asked)["client_assertion"];
        var proof = await new JsonWebTokenHandler().ValidateTokenAsync(assertion, new() { IssuerSigningKey = new RsaSecurityKey(certificate.GetRSAPublicKey()), ValidIssuer = SomeTeams.AppId, ValidateAudience = false, ValidateLifetime = false });
        Assert.True(proof.IsValid, proof.Exception?.Message);
    }

    [Fact]
    public async Task A_certificate_that_is_not_there_or_over_is_named()
    {
        using var over = new StoredCertificate(SmallCompany.Start.AddDays(-1));

        Assert.Contains($"there is no certificate {Thumbprint}", (await Refused(Thumbprint)).Why, StringComparison.Ordinal);
        Assert.Contains("is over", (await Refused(over.Thumbprint)).Why, StringComparison.Ordinal);
        Assert.Empty(entra.Asked);
    }

    [Theory]
    [InlineData("system", null)]
    [InlineData("3c0f5c1e-6f6a-4f43-8a52-2f0f2a3b4c5d", "3c0f5c1e-6f6a-4f43-8a52-2f0f2a3b4c5d")]
    public async Task The_machines_own_identity_needs_no_secret(string identity, string? asked)
    {
        var machine = new Machine(_ => (HttpStatusCode.OK, """{"access_token":"of the machine","expires_in":"3599","resource":"https://api.botframework.com","token_type":"Bearer"}"""));

        Assert.Equal("of the machine", await SignIn(s => s with { AppPassword = null, ManagedIdentity = identity }, machine).Token(Ct));

        var query = System.Web.HttpUtility.ParseQueryString(Assert.Single(machine.Asked).Query);
        Assert.Equal(("https://api.botframework.com", asked), (query["resource"], query["client_id"]));
    }

    [Fact]
    public async Task A_machine_without_one_says_so()
    {
        var machine = new Machine(_ => (HttpStatusCode.BadRequest, """{"error":"invalid_request","error_description":"Identity not found"}"""));

        var no = await Assert.ThrowsAsync<TeamsSignInException>(() => SignIn(s => s with { AppPassword = null, ManagedIdentity = "system" }, machine).Token(Ct));

        Assert.Contains("managed identity", no.Why, StringComparison.Ordinal);
        Assert.Contains("system-assigned", no.Cure, StringComparison.Ordinal);
    }

    private TeamsSignIn SignIn(Func<TeamsSettings, TeamsSettings>? change = null, HttpMessageHandler? to = null)
    {
        var settings = SomeTeams.Settings(new("https://keys.example.com/"), s => change is null ? s with { Authority = entra.Authority } : change(s with { Authority = entra.Authority }));
        var http = new HttpClient(to ?? new TeamsAuthorityHere(settings) { InnerHandler = new SocketsHttpHandler() });
        var signIn = new TeamsSignIn(settings, http, clock);
        open.AddRange([signIn, http]);
        return signIn;
    }

    private Task<TeamsSignInException> Refused(string thumbprint) => Assert.ThrowsAsync<TeamsSignInException>(() => SignIn(s => s with { AppPassword = null, CertificateThumbprint = thumbprint }).Token(Ct));

    /// <summary>In this user's store while it is used; valid until then.</summary>
    private sealed class StoredCertificate : IDisposable
    {
        private readonly X509Certificate2 certificate;

        public StoredCertificate(DateTimeOffset until)
        {
            using var key = RSA.Create(2048);
            using var made = new CertificateRequest("CN=bot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(SmallCompany.Start.AddYears(-2), until);
            certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null, X509KeyStorageFlags.PersistKeySet | X509KeyStorageFlags.UserKeySet);
            In(store => store.Add(certificate));
        }

        public string Thumbprint => certificate.Thumbprint;

        public RSA GetRSAPublicKey() => certificate.GetRSAPublicKey()!;

        public void Dispose()
        {
            In(store => store.Remove(certificate));
            certificate.Dispose();
        }

        private static void In(Action<X509Store> act)
        {
            using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
            store.Open(OpenFlags.ReadWrite);
            act(store);
        }
    }

    /// <summary>The address at which a machine of Azure is asked what it is; nothing else is called.</summary>
    private sealed class Machine(Func<Uri, (HttpStatusCode, string)> answer) : HttpMessageHandler
    {
        public List<Uri> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!);
            var (status, body) = answer(request.RequestUri!);
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json"), RequestMessage = request });
        }
    }
}
