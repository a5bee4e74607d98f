using System.Management.Automation;

namespace EcrLogin.Import;

/// <summary>What happens when the module is imported, and when it is removed.</summary>
public sealed class ModuleEntry : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc />
    public void OnImport()
    {
        var session = new SessionState();
        OtherVersion.Refuse(session);
        ToolsAlias.Add(session);
    }

    /// <inheritdoc />
    public void OnRemove(PSModuleInfo psModuleInfo) => ToolsAlias.Remove(new SessionState());
}
