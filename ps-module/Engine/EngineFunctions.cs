using System;
using System.Runtime.InteropServices;

namespace EcrLogin.Engine;

/// <summary>The functions of the library, as ecr_login.h declares them; all but the one that blocks.</summary>
/// <remarks>Delegates, since every runtime has them and a call is no slower than with any other way.</remarks>
internal sealed class EngineFunctions(Func<string, IntPtr> find)
{
    public StartFunction Start { get; } = Bind<StartFunction>(find("ecr_login_start"));

    public WaitFunction Wait { get; } = Bind<WaitFunction>(find("ecr_login_wait"));

    public ProgressFunction Progress { get; } = Bind<ProgressFunction>(find("ecr_login_progress"));

    public TakeFunction Take { get; } = Bind<TakeFunction>(find("ecr_login_take"));

    public CancelFunction Cancel { get; } = Bind<CancelFunction>(find("ecr_login_cancel"));

    public FreeFunction Free { get; } = Bind<FreeFunction>(find("ecr_login_free"));

    public VersionFunction Version { get; } = Bind<VersionFunction>(find("ecr_login_version"));

    private static T Bind<T>(IntPtr function)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(function);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate ulong StartFunction(IntPtr request);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int WaitFunction(ulong call, uint milliseconds);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int ProgressFunction(ulong call, out uint done, out uint total);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate IntPtr TakeFunction(ulong call);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void CancelFunction(ulong call);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void FreeFunction(IntPtr answer);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate IntPtr VersionFunction();
}
