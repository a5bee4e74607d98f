using System;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin;

/// <summary>A login that a container client has, without its secret.</summary>
public sealed class KeptLogin
{
    internal KeptLogin(JsonObject login)
    {
        Registry = login.Text("registry");
        Tool = login.Text("tool");
        ExpiresAt = EpochTime.ToLocal(login.Number("expires_at"));
        Status = login.Text("status");
        Store = login.Text("store");
        Path = login.Text("path");
        ConfigPath = login.Text("config_path");
    }

    /// <summary>The host.</summary>
    public string? Registry { get; set; }

    /// <summary>The client.</summary>
    public string? Tool { get; set; }

    /// <summary>When the login ends, as local time; null where nobody knows.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>Valid, Expired, Unknown, or Helper.</summary>
    public string? Status { get; set; }

    /// <summary>The credential store that keeps the login, or the helper that makes it; null for the file itself.</summary>
    public string? Store { get; set; }

    /// <summary>The client's file.</summary>
    public string? Path { get; set; }

    /// <summary>The client's place, as -ConfigPath names it: Disconnect-ECRRegistry goes by it and by Tool.</summary>
    public string? ConfigPath { get; set; }

    /// <summary>The host.</summary>
    public override string ToString() => PlainText.OfProperty(Registry);
}
