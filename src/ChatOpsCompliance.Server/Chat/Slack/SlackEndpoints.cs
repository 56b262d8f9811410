using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ChatOpsCompliance.Server.Chat.Slack;

/// <summary>
/// The signed HTTP transport. Nothing is parsed before it is proved; 2xx means recorded, 5xx that nothing may have been, so that Slack tells the person
/// or sends an event again.
/// </summary>
internal sealed class SlackEndpoints(SlackSignature signature, SlackReplays replays, SlackReception reception, Afterwards afterwards, RefusalLog refusals)
{
    /// <summary>Bytes. Slack's views are at most 250 KB and come back once in an interaction, each byte of them as up to three of a form.</summary>
    public const int LargestBody = 1 << 20;

    private static ReadOnlySpan<byte> Payload => "payload="u8;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/slack").ExcludeFromDescription();
        routes.MapPost("/events", On(Event));
        routes.MapPost("/interactions", On(Interaction));
        routes.MapPost("/commands", On(Command));
    }

    private Delegate On(Func<ReadOnlySequence<byte>, Meaning> read) => (HttpContext http) => Receive(http, read);

    /// <summary>What a proved body says: a request, or an answer at once where there is nothing to act on; neither when it makes no sense.</summary>
    private readonly record struct Meaning(SlackRequest? Request, IResult? Answer = null);

    private async Task<IResult> Receive(HttpContext http, Func<ReadOnlySequence<byte>, Meaning> read)
    {
        var (timestamps, signatures) = (http.Request.Headers["X-Slack-Request-Timestamp"], http.Request.Headers["X-Slack-Signature"]);
        if (signature.FaultOf(timestamps, signatures) is { } fault) return Refused(StatusCodes.Status401Unauthorized, fault);
        if (await Body(http) is not { } body) return Refused(StatusCodes.Status413PayloadTooLarge, "it is larger than Slack's are");
        try
        {
            if (!signature.Signs(timestamps.ToString(), signatures.ToString(), body)) return Refused(StatusCodes.Status401Unauthorized, "its signature is not of Slack:SigningSecret");
            var (request, answer) = read(body);
            if (answer is null && request is null) return Refused(StatusCodes.Status400BadRequest, "it is no request of this kind");
            return answer ?? await Answer(http, request!, signatures.ToString());
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidDataException)
        {
            return Refused(StatusCodes.Status400BadRequest, "it can't be read");
        }
        finally
        {
            http.Request.BodyReader.AdvanceTo(body.End);
        }
    }

    private async Task<IResult> Answer(HttpContext http, SlackRequest request, string signed)
    {
        if (!reception.Serves(request)) return Refused(StatusCodes.Status403Forbidden, "it is of another workspace");
        if (!replays.IsFirst(signed)) return Refused(StatusCodes.Status409Conflict, "the very same was answered before");
        if (await reception.Answer(request) is not { } answer)
        {
            replays.Forget(signed);
            return TypedResults.StatusCode(StatusCodes.Status500InternalServerError);
        }

        http.Response.OnCompleted(() =>
        {
            afterwards.Begin(answer.Afterwards, request.Delivery);
            return Task.CompletedTask;
        });
        return answer.Body is { } body ? TypedResults.Text(body.ToJsonString(), "application/json", Encoding.UTF8) : TypedResults.Ok();
    }

    private static Meaning Event(ReadOnlySequence<byte> body)
    {
        var outer = Json(body);
        return outer.ValueKind != JsonValueKind.Object || !outer.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String ? default : type.GetString() switch
        {
            "url_verification" => outer.TryGetProperty("challenge", out var challenge) && challenge.ValueKind == JsonValueKind.String ? new(null, TypedResults.Text(challenge.GetString())) : default,
            "event_callback" => new(SlackRequest.Of(SlackRequestKind.EventsApi, outer)),
            // Such as app_rate_limited: a notice, which sending again makes no better.
            _ => new(null, TypedResults.Ok()),
        };
    }

    private static Meaning Interaction(ReadOnlySequence<byte> body)
    {
        // As Slack sends it: the one field, decoded where it stands; reading it as any form costs a tenth of a click.
        var bytes = body.ToArray().AsSpan();
        if (bytes.StartsWith(Payload) && !bytes.Contains((byte)'&')) return new(SlackRequest.Of(SlackRequestKind.Interactive, JsonElement.Parse(Decoded(bytes[Payload.Length..]))));
        return Form(body).TryGetValue("payload", out var payload) && payload.Count == 1 ? new(SlackRequest.Of(SlackRequestKind.Interactive, Json(new(Strict.GetBytes(payload[0]!))))) : default;
    }

    /// <summary>Form encoding undone in place. A per cent sign that begins nothing stands for itself, as everywhere in ASP.NET Core.</summary>
    private static ReadOnlySpan<byte> Decoded(Span<byte> text)
    {
        var to = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var next = text[at] == (byte)'+' ? (byte)' ' : text[at];
            if (next == (byte)'%' && at + 2 < text.Length && Utf8Parser.TryParse(text.Slice(at + 1, 2), out byte value, out var digits, 'x') && digits == 2)
            {
                next = value;
                at += 2;
            }

            text[to++] = next;
        }

        return text[..to];
    }

    private static Meaning Command(ReadOnlySequence<byte> body)
    {
        var form = Form(body);
        if (form.ContainsKey("ssl_check")) return new(null, TypedResults.Ok());
        if (!form.ContainsKey("command") || form.Values.Any(v => v.Count != 1)) return default;
        var fields = new JsonObject(form.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, (JsonNode?)JsonValue.Create(f.Value.ToString()))));
        return new(SlackRequest.Of(SlackRequestKind.SlashCommands, JsonSerializer.SerializeToElement(fields)));
    }

    private static JsonElement Json(in ReadOnlySequence<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    private static Dictionary<string, StringValues> Form(in ReadOnlySequence<byte> body)
    {
        using var reader = new FormReader(Strict.GetString(body));
        return reader.ReadForm();
    }

    /// <summary>As it came, in the server's own pooled pieces; null when it is too large.</summary>
    private static async Task<ReadOnlySequence<byte>?> Body(HttpContext http)
    {
        if (http.Request.ContentLength > LargestBody) return null;
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > LargestBody)
            {
                http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted) return read.Buffer;
            http.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private IResult Refused(int status, string why)
    {
        refusals.Note(why);
        return TypedResults.StatusCode(status);
    }
}
