# Asks for leave to log in to, or out of, each registry named, or the one that goes without a name. Gives the names that
# are left; null when there is nothing to do.
function Select-Registry($Cmdlet, $Names, $Action) {
    if ($Names.Count -eq 0) {
        $bound = $Cmdlet.MyInvocation.BoundParameters
        $unnamed = if ($bound['ServerAddress']) { Format-ErrorValue $bound['ServerAddress'] }
        elseif ($bound['Public']) { 'public.ecr.aws' } else { 'the default registry' }
        if ($Cmdlet.ShouldProcess($unnamed, $Action)) { return , $Names }
        return
    }
    $allowed = [Collections.Generic.List[string]]::new()
    foreach ($name in $Names) {
        if ($Cmdlet.ShouldProcess((Format-ErrorValue $name), $Action)) { $allowed.Add($name) }
    }
    if ($allowed.Count -gt 0) { , $allowed }
}
