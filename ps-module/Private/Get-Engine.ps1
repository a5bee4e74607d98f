# The engine, bound on first use and again when ECRLOGIN_LIBRARY changes. Fails for the public command in $Cmdlet.
function Get-Engine($Cmdlet) {
    $override = [Environment]::GetEnvironmentVariable('ECRLOGIN_LIBRARY')
    if ($null -eq $script:Engine -or $script:Engine.Override -cne $override) {
        $path = Get-EnginePath $Cmdlet $override
        $type = Get-EngineType $path
        # Windows PowerShell comes without the assembly that reads and writes JSON.
        $null = [Reflection.Assembly]::Load(
            'System.Runtime.Serialization, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089')
        Confirm-EngineVersion $Cmdlet $type $path
        $script:Engine = @{ Type = $type; Path = $path; Override = $override }
    }
    if ($override) { Write-Verbose "Library: $($script:Engine.Path), named by ECRLOGIN_LIBRARY." }
    $script:Engine.Type
}
