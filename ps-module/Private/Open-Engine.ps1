# Binds the engine: Type, Path, and the ECRLOGIN_LIBRARY it was found by. Fails for the public command in $Cmdlet.
function Open-Engine($Cmdlet, $Override) {
    $path = Get-EnginePath $Cmdlet $Override
    $type = Get-EngineType $path
    # Windows PowerShell comes without what reads and writes JSON, and what it is read into.
    foreach ($name in 'System.Runtime.Serialization', 'System.Xml.Linq') {
        $null = [Reflection.Assembly]::Load("$name, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089")
    }
    Confirm-EngineVersion $Cmdlet $type $path
    @{ Type = $type; Path = $path; Override = $Override }
}
