using System;
using System.Linq;
using EcrLogin.Engine;
using EcrLogin.Errors;

namespace EcrLogin;

/// <summary>How the credential helper serves a registry, and what is wrong. Its text is the registry.</summary>
public sealed class CredentialHelper
{
    internal CredentialHelper(JsonObject found)
    {
        Registry = found.Text("registry");
        Problems = [.. found.Texts("problems").Select(PlainText.OfMessage)];
        Clients = [.. found.Texts("clients").Select(PlainText.OfMessage)];
        IsAnonymous = found.IsTrue("anonymous");
        MapLine = found.Text("map_line");
        Account = found.Text("account");
        Profile = found.Text("profile");
        Role = found.Text("role");
        Region = found.Text("region");
        Endpoint = found.Text("endpoint");
        KeptUntil = EpochTime.ToLocal(found.Number("kept_until"));
        HandedInAt = EpochTime.ToLocal(found.Number("handed_in_at"));
        Next = found.Text("next");
        Program = found.Text("program");
    }

    /// <summary>The host; * for every registry, where the helper is the store of a client; null where none is known that the helper
    /// would serve.</summary>
    public string? Registry { get; set; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsReady => Problems.Length == 0;

    /// <summary>What is wrong, each with its remedy.</summary>
    public string[] Problems { get; set; }

    /// <summary>What each client would ask for a login, or has by itself, and the file that says so.</summary>
    public string[] Clients { get; set; }

    /// <summary>The line of the map that is of the registry: its file and number.</summary>
    public string? MapLine { get; set; }

    /// <summary>Whether that line says that nobody logs in there.</summary>
    public bool IsAnonymous { get; set; }

    /// <summary>The account; null for a registry that is none of Amazon ECR, and for ECR Public.</summary>
    public string? Account { get; set; }

    /// <summary>The profile that is asked with.</summary>
    public string? Profile { get; set; }

    /// <summary>The role that it assumes.</summary>
    public string? Role { get; set; }

    /// <summary>The Region; null where only instance metadata could tell.</summary>
    public string? Region { get; set; }

    /// <summary>The endpoint that gives the token.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Until when a login is kept, as local time; null where none is.</summary>
    public DateTime? KeptUntil { get; set; }

    /// <summary>When a client handed that login in, as local time; null for one that the helper got.</summary>
    public DateTime? HandedInAt { get; set; }

    /// <summary>What serves registries that are none of Amazon ECR, where the helper is asked for them.</summary>
    public string? Next { get; set; }

    /// <summary>The program that clients find on PATH, else the copy that was installed.</summary>
    public string? Program { get; set; }

    /// <summary>The host.</summary>
    public override string ToString() => PlainText.OfProperty(Registry);
}
