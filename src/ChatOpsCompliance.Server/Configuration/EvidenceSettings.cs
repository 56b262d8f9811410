using System.Security.Cryptography;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Configuration;

/// <summary><c>Evidence</c>: what signs, and for how long it is kept.</summary>
internal static class EvidenceSettings
{
    /// <summary>PEM, or null.</summary>
    public static string? Key(SettingsReader reader)
    {
        if (reader.Text("Evidence:SigningKey") is not { } pem) return null;
        try
        {
            CheckKey(pem);
            return pem;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            reader.Fault("Evidence:SigningKey", "is no ECDSA P-256 private key in PEM (make one: openssl ecparam -name prime256v1 -genkey -noout)");
            return null;
        }
    }

    /// <summary>In months, or null: nothing goes.</summary>
    public static int? Retained(SettingsReader reader)
    {
        var months = reader.Int("Evidence:RetentionMonths", 0, 1, 1200);
        if (months is > 0 and < WhatMayGo.AuditWindowMonths) reader.Fault("Evidence:RetentionMonths", $"'{months}' is less than the audit window of {WhatMayGo.AuditWindowMonths} months: a report's twelve, and the year in which it is relied on");
        return months == 0 ? null : months;
    }

    private static void CheckKey(string pem) => Server.Evidence.SigningKey.FromPem(pem).Dispose();
}
