# The .NET type that stands for the library at a path. All runspaces of the process share it.
function Get-EngineType($Path) {
    $slot = "EcrLogin.Engine $Path"
    $domain = [AppDomain]::CurrentDomain
    # Interned, because that one object is the same in every runspace.
    $lock = [string]::Intern('EcrLogin.Engine')
    [Threading.Monitor]::Enter($lock)
    try {
        $type = $domain.GetData($slot)
        if ($null -eq $type) {
            $type = ConvertTo-EngineType $Path
            $domain.SetData($slot, $type)
        }
        return $type
    } finally {
        [Threading.Monitor]::Exit($lock)
    }
}
