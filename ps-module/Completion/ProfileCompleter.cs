namespace EcrLogin.Completion;

/// <summary>Completes the names of profiles in the files in force.</summary>
internal sealed class ProfileCompleter() : NameCompleter("profiles");
