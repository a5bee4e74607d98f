using System;
using EcrLogin.Engine;

namespace EcrLogin;

/// <summary>What a Registry tells. Apart, since no type can have a property of its own name.</summary>
public abstract class RegistryResult
{
    private protected RegistryResult(JsonObject login)
    {
        Registry = login.Text("registry");
        Tool = login.Text("tool");
        ExpiresAt = EpochTime.ToLocal(login.Number("expires_at"));
        Status = login.Text("status");
        ConfigPath = login.Text("config_path");
        Store = login.Text("store");
        MapLine = login.Text("map_line");
    }

    /// <summary>The host.</summary>
    public string? Registry { get; set; }

    /// <summary>The client.</summary>
    public string? Tool { get; set; }

    /// <summary>When the login ends, as local time; null where it ended or there is none of ours.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>Succeeded or NotNeeded; of logging out, Removed or NotFound, or Unknown, where another machine's client does
    /// not say which.</summary>
    public string? Status { get; set; }

    /// <summary>The client's place, as -ConfigPath names it: Disconnect-ECRRegistry goes by it and by Tool.</summary>
    public string? ConfigPath { get; set; }

    /// <summary>Where the login lies, or lay: a file, or the name of a credential store.</summary>
    public string? Store { get; set; }

    /// <summary>The line of registries.json that said who asked for the login, by its file and number; null where none
    /// did.</summary>
    public string? MapLine { get; set; }

    /// <summary>The host.</summary>
    public override string ToString() => Registry ?? "";
}
