using System.Security;

namespace EcrLogin.Engine;

/// <summary>Secrets of an answer.</summary>
internal static class SecretText
{
    /// <summary>The secret as a SecureString, built character by character: what PowerShell makes one of text with is logged.</summary>
    public static SecureString Of(string text)
    {
        var secret = new SecureString();
        foreach (var c in text)
            secret.AppendChar(c);
        secret.MakeReadOnly();
        return secret;
    }
}
