using System.Diagnostics;
using System.Net;
using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Bundles;

/// <summary>A bundle that an authority stamped, the authority being OpenSSL's: both verifiers say when, and believe no other.</summary>
public sealed class StampedBundles
{
    [Fact]
    public async Task Say_when_they_were_signed_to_whoever_knows_the_authority()
    {
        await using var bundled = await Bundled.Make();
        using var python = new PythonVerifier();
        using var authority = new OpenSslAuthority(Path.Combine(bundled.Workspace.Folder, "tsa"));
        using var other = new OpenSslAuthority(Path.Combine(bundled.Workspace.Folder, "other"));
        var (one, two) = (await Stamped(bundled, authority, "one.zip"), await Stamped(bundled, authority, "two.zip"));

        var known = await Alike(one, bundled.Known with { TimestampAuthority = authority.Certificate });
        Assert.Matches(@"Proved: It was signed before 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ: the authority whose certificate you gave stamped the signature then\.", known);
        Assert.Contains("Not proved: When it was signed: an authority's time stamp is there;", await Alike(one, bundled.Known), StringComparison.Ordinal);
        Assert.Contains("Not proved: When it was signed: no authority stamped it", await Alike(bundled.Path, bundled.Known with { TimestampAuthority = authority.Certificate }), StringComparison.Ordinal);

        const string None = "DOES NOT FIT. The time stamp is none of this signature by the authority whose certificate you gave.";
        Assert.Equal(None, await Alike(one, bundled.Known with { TimestampAuthority = other.Certificate }));
        var (mine, theirs) = (BundleSeal.Read(Forgery.Of(one).Comment)!, BundleSeal.Read(Forgery.Of(two).Comment)!);
        Assert.Equal(None, await Alike(Resealed(one, mine with { Stamp = theirs.Stamp }), bundled.Known with { TimestampAuthority = authority.Certificate }));
        Assert.Equal(None, await Alike(Resealed(one, mine with { Stamp = [.. mine.Stamp!, 0] }), bundled.Known with { TimestampAuthority = authority.Certificate }));
        Assert.Equal(None, await Alike(Resealed(one, mine with { Stamp = "no token"u8.ToArray() }), bundled.Known with { TimestampAuthority = authority.Certificate }));

        async Task<string> Alike(string path, FromElsewhere elsewhere)
        {
            var ours = VerifyBundle.Of(path, elsewhere).ToString();
            Assert.Equal(ours, await python.Judge(path, elsewhere));
            return ours;
        }
    }

    [Fact]
    public async Task Are_not_made_when_the_authority_does_not_answer()
    {
        await using var bundled = await Bundled.Make();
        using var authority = new OpenSslAuthority(Path.Combine(bundled.Workspace.Folder, "tsa")) { Answers = false };

        var made = await Make(bundled, authority, "none.zip");

        Assert.Contains("did not stamp it (it answered 503)", made.No!.Sentence, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(bundled.Workspace.Folder, "none.zip*"));
    }

    [Fact]
    public async Task Or_not_stamped_none_is_written_over()
    {
        await using var bundled = await Bundled.Make();

        var again = await bundled.Workspace.Get<MakeBundle>().Run(Bundled.Year, bundled.Path, new(null, "test"), TestContext.Current.CancellationToken);

        Assert.IsType<ChatOpsCompliance.Evidence.BundleExists>(again.No);
        Assert.True(VerifyBundle.Of(bundled.Path, bundled.Known).Fits);
    }

    private static async Task<string> Stamped(Bundled bundled, OpenSslAuthority authority, string name)
    {
        _ = (await Make(bundled, authority, name)).Value;
        return Path.Combine(bundled.Workspace.Folder, name);
    }

    private static async Task<Result<ChatOpsCompliance.Evidence.BundleMade>> Make(Bundled bundled, OpenSslAuthority authority, string name)
    {
        using var http = new HttpClient();
        var (key, database) = (bundled.Workspace.Get<SigningKey>(), bundled.Workspace.Get<Database>());
        return await new MakeBundle(database, new(database, key, bundled.Workspace.Get<Outbox>()), key, new(authority.Address, http)).Run(Bundled.Year, Path.Combine(bundled.Workspace.Folder, name), new(null, "test"), TestContext.Current.CancellationToken);
    }

    private static string Resealed(string path, BundleSeal seal)
    {
        var comment = seal.Comment();
        var resealed = path + ".resealed";
        File.WriteAllBytes(resealed, [.. File.ReadAllBytes(path)[..^(Forgery.Of(path).Comment.Length + 2)], (byte)comment.Length, (byte)(comment.Length >> 8), .. comment]);
        return resealed;
    }
}

/// <summary>A time-stamp authority: <c>openssl ts -reply</c> behind HTTP, with a certificate of its own.</summary>
internal sealed class OpenSslAuthority : IDisposable
{
    private const string Settings = """
        [req]
        distinguished_name = name
        [name]
        [stamps]
        extendedKeyUsage = critical,timeStamping
        keyUsage = critical,digitalSignature
        basicConstraints = critical,CA:false
        [tsa]
        default_tsa = one
        [one]
        serial = serial
        signer_cert = cert.pem
        certs = cert.pem
        signer_key = key.pem
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256
        accuracy = secs:1
        """;

    private readonly HttpListener listener = new();
    private readonly string folder;

    public OpenSslAuthority(string folder)
    {
        _ = Peers.Python; // says what is missing
        this.folder = Directory.CreateDirectory(folder).FullName;
        File.WriteAllText(Path.Combine(folder, "tsa.cnf"), Settings);
        File.WriteAllText(Path.Combine(folder, "serial"), "01\n");
        Run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-subj", $"/CN=Stamps of {Path.GetFileName(folder)}", "-days", "2", "-config", "tsa.cnf", "-extensions", "stamps");
        Certificate = File.ReadAllText(Path.Combine(folder, "cert.pem"));
        for (var port = Random.Shared.Next(20_000, 60_000); !listener.IsListening; port++)
        {
            Address = new(FormattableString.Invariant($"http://localhost:{port}/"));
            listener.Prefixes.Clear();
            listener.Prefixes.Add(Address.ToString());
            try
            {
                listener.Start();
            }
            catch (HttpListenerException)
            {
                // Somebody else's port.
            }
        }

        _ = Serve();
    }

    public Uri Address { get; private set; } = null!;

    public string Certificate { get; }

    public bool Answers { get; init; } = true;

    public void Dispose() => listener.Close();

    private async Task Serve()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            if (Answers && context.Request.ContentType == "application/timestamp-query")
            {
                await using (var query = File.Create(Path.Combine(folder, "query"))) await context.Request.InputStream.CopyToAsync(query);
                Run("ts", "-reply", "-config", "tsa.cnf", "-section", "one", "-queryfile", "query", "-out", "reply");
                await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(folder, "reply")));
            }
            else
            {
                context.Response.StatusCode = 503;
            }

            context.Response.Close();
        }
    }

    private void Run(params string[] arguments)
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = folder, RedirectStandardError = true, UseShellExecute = false })!;
        var said = openssl.StandardError.ReadToEnd();
        openssl.WaitForExit();
        if (openssl.ExitCode != 0) throw new InvalidOperationException($"openssl {string.Join(' ', arguments)}: {said}");
    }
}
