# Emits a type with one static method for each function of the library at a path, as ecr_login.h declares them.
function ConvertTo-EngineType($Path) {
    $functions = @(
        @('ecr_login_start', [uint64], [type[]]@([byte[]])),
        @('ecr_login_wait', [int], [type[]]@([uint64], [uint32])),
        @('ecr_login_take', [IntPtr], [type[]]@([uint64])),
        @('ecr_login_cancel', [void], [type[]]@([uint64])),
        @('ecr_login_free', [void], [type[]]@([IntPtr])),
        @('ecr_login_version', [IntPtr], [type[]]@())
    )
    $assembly = [Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly([Reflection.AssemblyName]'EcrLogin.Native', 'Run')
    $builder = $assembly.DefineDynamicModule('EcrLogin.Native').DefineType('EcrLogin.Native.Engine', 'Public, Abstract, Sealed')
    foreach ($function in $functions) {
        $name, $answer, $parameters = $function
        $method = $builder.DefinePInvokeMethod(
            $name, $Path, 'Public, Static, PinvokeImpl', 'Standard', $answer, $parameters, 'Cdecl', 'Ansi')
        $method.SetImplementationFlags([Reflection.MethodImplAttributes]::PreserveSig)
    }
    $builder.CreateType()
}
