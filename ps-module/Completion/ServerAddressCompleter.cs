namespace EcrLogin.Completion;

/// <summary>Completes every host, since another than ECR's may stand for a registry.</summary>
internal sealed class ServerAddressCompleter() : HostCompleter(static _ => true);
