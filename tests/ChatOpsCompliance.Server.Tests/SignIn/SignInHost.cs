using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatOpsCompliance.Server.Tests.Console;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ChatOpsCompliance.Server.Tests.SignIn;

/// <summary>The small company over https, signing in by a provider of its own.</summary>
internal sealed class SignInHost : IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = SelfSigned();

    private SignInHost(FakeProvider provider, Workspace workspace, SmallCompany company, Uri address) => (Provider, Workspace, Company, Address) = (provider, workspace, company, address);

    public FakeProvider Provider { get; }

    public Workspace Workspace { get; }

    public SmallCompany Company { get; }

    public Uri Address { get; }

    public static async Task<SignInHost> Start(params (string Key, string Value)[] more)
    {
        var provider = await FakeProvider.Start();
        var port = FreePort();
        var address = new Uri($"https://127.0.0.1:{port}");
        var workspace = await Workspace.Start(
            new FakeTimeProvider(SmallCompany.Start),
            local: true,
            services => services.Configure<KestrelServerOptions>(k => k.Listen(IPAddress.Loopback, port, l => l.UseHttps(Certificate))),
            [.. SmallCompany.Settings, .. SettingsOf(provider, address), .. more]);
        return new(provider, workspace, await SmallCompany.In(workspace), address);
    }

    public static (string Key, string Value)[] SettingsOf(FakeProvider provider, Uri address) =>
    [
        ("Public:BaseUrl", address.ToString()),
        ("Console:Authority", provider.Issuer),
        ("Console:ClientId", FakeProvider.ClientId),
        ("Console:ClientSecret", FakeProvider.ClientSecret),
        ("Console:RoleClaim", "groups"),
    ];

    public ConsoleVisitor Browser() => new(Address);

    /// <summary>A browser in which somebody has signed in.</summary>
    public async Task<ConsoleVisitor> Visit(string email, params string[] groups)
    {
        Provider.Person = FakeProvider.Of(email, groups: groups);
        var browser = Browser();
        await browser.Follow("/console");
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
